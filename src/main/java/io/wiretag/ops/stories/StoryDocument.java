package io.wiretag.ops.stories;

import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.Article;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.TaggedArticle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;

/**
 * A version of a story as the index keeps it, and back. Of one that was killed or retracted neither a word of its text nor of the
 * evidence goes in: only who it is, when, and the codes that it was tagged with, so that its end can be found.
 */
final class StoryDocument {
    static final String URI = "uri";
    static final String TAGGED_AT = "taggedAt";
    static final String TIE = "tie";
    static final String PROVINCE = "province";
    static final String UNIT = "unit";
    static final String AGENCY = "agency";

    private static final FieldType WORDS = new FieldType(TextField.TYPE_NOT_STORED);

    static {
        // the newest come first: nothing asks how well a story fits
        WORDS.setOmitNorms(true);
        WORDS.freeze();
    }

    private static final String RECORD = "record";
    private static final String PUBLISHED_AT = "publishedAt";
    private static final String SECONDS = "seconds";
    private static final String PLACE = "place";
    /** UTF-16 code units of a story that are searched; a wire is seldom longer than a few thousand. */
    private static final int MOST_TEXT = 200_000;
    /** What is longer is no code. */
    private static final int LONGEST_CODE = 64;

    private StoryDocument() {}

    static Document of(TaggedArticle tagged, Instant publishedAt, OptionalDouble seconds, Optional<String> place) {
        boolean usable = SeenStory.isUsable(tagged.getOperation());
        Document document = new Document();
        byte[] hash = StoryCursor.hash(tagged.getArticle().getUri());
        document.add(new StringField(URI, new BytesRef(hash), Field.Store.NO));
        document.add(new LongField(TAGGED_AT, tagged.getTaggedAt().toEpochMilli(), Field.Store.NO));
        document.add(new NumericDocValuesField(TIE, StoryCursor.tie(hash)));
        codes(tagged.getProvinces(), ProvinceTag::getCode).forEach(code -> document.add(code(PROVINCE, code)));
        codes(tagged.getProvinces(), ProvinceTag::getUnitSince2025Code).forEach(code -> document.add(code(UNIT, code)));
        codes(origins(tagged), AgencyTag::getCode).forEach(code -> document.add(code(AGENCY, code)));
        if (usable) {
            document.add(new Field(WordStream.FIELD, new WordStream(texts(tagged.getArticle())), WORDS));
        }
        document.add(new StoredField(RECORD, bytes(usable ? tagged : withoutText(tagged))));
        document.add(new StoredField(PUBLISHED_AT, publishedAt.toEpochMilli()));
        seconds.ifPresent(took -> document.add(new StoredField(SECONDS, took)));
        place.ifPresent(at -> document.add(new StoredField(PLACE, at)));
        return document;
    }

    /** How large the story is. */
    static int bytes(Document document) {
        return document.getBinaryValue(RECORD).length;
    }

    static SeenStory story(Document document) {
        BytesRef bytes = document.getBinaryValue(RECORD);
        IndexableField took = document.getField(SECONDS);
        try {
            return SeenStory.of(
                    TaggedArticle.fromByteBuffer(ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length)),
                    Instant.ofEpochMilli(
                            document.getField(PUBLISHED_AT).numericValue().longValue()),
                    took == null
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(took.numericValue().doubleValue()),
                    Optional.ofNullable(document.get(PLACE)));
        } catch (IOException e) {
            throw new UncheckedIOException("a story of the index cannot be read", e);
        }
    }

    private static byte[] bytes(TaggedArticle tagged) {
        try {
            ByteBuffer buffer = tagged.toByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("a story cannot be written into the index", e);
        }
    }

    private static Field code(String field, String code) {
        return new StringField(field, code, Field.Store.NO);
    }

    private static <T> Stream<String> codes(List<T> tags, Function<T, String> code) {
        return tags.stream()
                .map(code)
                .filter(each -> each.length() <= LONGEST_CODE)
                .distinct();
    }

    private static List<AgencyTag> origins(TaggedArticle tagged) {
        return tagged.getAgencies().stream()
                .filter(tag -> tag.getRole() == AgencyRole.origin)
                .toList();
    }

    private static List<String> texts(Article article) {
        List<String> texts = new ArrayList<>();
        int room = MOST_TEXT;
        List<String> captions = Objects.requireNonNullElse(article.getCaptions(), List.of());
        for (String text : Stream.concat(
                        Stream.of(article.getHeadline(), article.getBy(), article.getLocated(), article.getBody()),
                        captions.stream())
                .filter(Objects::nonNull)
                .toList()) {
            texts.add(text.substring(0, Math.min(text.length(), room)));
            room -= texts.get(texts.size() - 1).length();
        }
        return texts;
    }

    private static TaggedArticle withoutText(TaggedArticle tagged) {
        Article article = tagged.getArticle();
        return TaggedArticle.newBuilder()
                .setArticle(Article.newBuilder()
                        .setUri(article.getUri())
                        .setVersion(article.getVersion())
                        .setLanguage(article.getLanguage())
                        .build())
                .setProvinces(tagged.getProvinces().stream()
                        .map(tag -> ProvinceTag.newBuilder(tag)
                                .setMentions(List.of())
                                .build())
                        .toList())
                .setAgencies(tagged.getAgencies().stream()
                        .map(tag ->
                                AgencyTag.newBuilder(tag).setMentions(List.of()).build())
                        .toList())
                .setGazetteerVersion(tagged.getGazetteerVersion())
                .setContentHash("")
                .setTaggedAt(tagged.getTaggedAt())
                .setOperation(tagged.getOperation())
                .build();
    }
}
