package io.wiretag.ops.stories;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * What somebody types into a search field. All its words must stand in a story, in any order; what is in quotation marks, or is
 * joined without a space (TP.HCM), one after the other. A word that is typed without marks means any marks, one with marks these
 * alone: "ha noi" finds Hà Nội and Hạ Nồi, "Hà Nội" never finds Hạ Nồi. Nothing else has a meaning, so whatever is typed is a
 * query, and none is wrong.
 */
final class WordQuery {
    /** Of more words than anybody types the first count. */
    static final int MOST_WORDS = 250;

    private static final String QUOTES = "\"“”„«»";

    private WordQuery() {}

    /** Empty if no word is in it. */
    static Optional<Query> of(String typed) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        int words = 0;
        for (String piece : pieces(typed)) {
            List<StoryWords.Word> row = StoryWords.of(piece);
            row = row.subList(0, Math.min(row.size(), MOST_WORDS - words));
            if (!row.isEmpty()) {
                all.add(query(row), Occur.FILTER);
            }
            words += row.size();
        }
        return words == 0 ? Optional.empty() : Optional.of(all.build());
    }

    private static Query query(List<StoryWords.Word> row) {
        if (row.size() == 1) {
            return new TermQuery(WordStream.term(row.get(0)));
        }
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        row.forEach(word -> phrase.add(WordStream.term(word)));
        return phrase.build();
    }

    /** What stands between quotation marks, and otherwise between spaces. A mark that is never closed reaches to the end. */
    private static List<String> pieces(String typed) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            boolean quote = QUOTES.indexOf(c) >= 0;
            if (quote || (!quoted && (Character.isWhitespace(c) || Character.isSpaceChar(c)))) {
                pieces.add(piece.toString());
                piece.setLength(0);
            } else {
                piece.append(c);
            }
            quoted ^= quote;
        }
        pieces.add(piece.toString());
        return pieces.stream().filter(each -> !each.isBlank()).collect(Collectors.toList());
    }
}
