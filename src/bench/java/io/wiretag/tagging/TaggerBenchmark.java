package io.wiretag.tagging;

import com.hankcs.algorithm.AhoCorasickDoubleArrayTrie;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.ListedEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ahocorasick.trie.Trie;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;
import org.apache.lucene.util.CharsRef;
import org.apache.lucene.util.CharsRefBuilder;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The tagger beside plain matchers of the same names over the same texts, one thread. The rivals report every place where a name
 * is spelled as the gazetteer writes it; ours also folds, judges and explains. One operation reads the whole corpus.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class TaggerBenchmark {
    /** What was read, so that the result is told per byte. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Read {
        /** Bytes of UTF-8. */
        public long bytes;
    }

    @Param({"WIRES", "TRAPS"})
    Corpus corpus;

    private List<String> texts;
    private List<Story> stories;
    private long bytes;
    private Tagger tagger;
    private AhoCorasickDoubleArrayTrie<String> doubleArray;
    private Trie trie;
    private Pattern regex;
    private Analyzer lucene;
    private char[] table;

    @Setup
    public void load() throws IOException {
        texts = corpus.texts();
        stories = texts.stream().map(Story::ofText).toList();
        bytes = texts.stream()
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        Gazetteer gazetteer = Gazetteer.builtIn();
        tagger = Tagger.of(gazetteer);
        List<String> names = names(gazetteer);
        TreeMap<String, String> map = new TreeMap<>();
        names.forEach(name -> map.put(name, name));
        doubleArray = new AhoCorasickDoubleArrayTrie<>();
        doubleArray.build(map);
        trie = Trie.builder().addKeywords(names).build();
        regex = Pattern.compile(names.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
        lucene = dictionary(names);
        table = new char[1 << 16];
        for (int c = 0; c < table.length; c++) {
            table[c] = (char) Character.toLowerCase(c);
        }
    }

    /** All written forms of places and agencies; the rivals need no words beside them. */
    static List<String> names(Gazetteer gazetteer) {
        return gazetteer.entries().stream()
                .filter(entry -> !entry.owner().isEmpty())
                .map(ListedEntry::text)
                .distinct()
                .sorted()
                .toList();
    }

    /** Tags with evidence. */
    @Benchmark
    public void wiretag(Read read, Blackhole hole) {
        for (Story story : stories) {
            hole.consume(tagger.tag(story));
        }
        read.bytes += bytes;
    }

    /** The least that reading can cost: every character looked up in a table once. */
    @Benchmark
    public int limit(Read read) {
        int sum = 0;
        for (String text : texts) {
            for (int i = 0; i < text.length(); i++) {
                sum += table[text.charAt(i)];
            }
        }
        read.bytes += bytes;
        return sum;
    }

    @Benchmark
    public void ahoCorasickDoubleArrayTrie(Read read, Blackhole hole) {
        for (String text : texts) {
            hole.consume(doubleArray.parseText(text));
        }
        read.bytes += bytes;
    }

    @Benchmark
    public void ahocorasick(Read read, Blackhole hole) {
        for (String text : texts) {
            hole.consume(trie.parseText(text));
        }
        read.bytes += bytes;
    }

    @Benchmark
    public void regex(Read read, Blackhole hole) {
        for (String text : texts) {
            Matcher matcher = regex.matcher(text);
            while (matcher.find()) {
                hole.consume(matcher.start());
            }
        }
        read.bytes += bytes;
    }

    @Benchmark
    public void lucene(Read read, Blackhole hole) throws IOException {
        for (String text : texts) {
            try (TokenStream tokens = lucene.tokenStream("text", text)) {
                OffsetAttribute offset = tokens.getAttribute(OffsetAttribute.class);
                TypeAttribute type = tokens.getAttribute(TypeAttribute.class);
                tokens.reset();
                while (tokens.incrementToken()) {
                    if (SynonymGraphFilter.TYPE_SYNONYM.equals(type.type())) {
                        hole.consume(offset.startOffset());
                    }
                }
                tokens.end();
            }
        }
        read.bytes += bytes;
    }

    /** Words, small letters, no marks, and a dictionary of word sequences in a transducer. */
    private static Analyzer dictionary(List<String> names) throws IOException {
        SynonymMap.Builder builder = new SynonymMap.Builder(true);
        try (Analyzer words = folding(null)) {
            for (String name : names) {
                CharsRefBuilder key = new CharsRefBuilder();
                try (TokenStream tokens = words.tokenStream("name", name)) {
                    CharTermAttribute term = tokens.getAttribute(CharTermAttribute.class);
                    tokens.reset();
                    while (tokens.incrementToken()) {
                        if (key.length() > 0) {
                            key.append(SynonymMap.WORD_SEPARATOR);
                        }
                        key.append(term.buffer(), 0, term.length());
                    }
                    tokens.end();
                }
                if (key.length() > 0) {
                    builder.add(key.get(), new CharsRef(name), true);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folding(builder.build());
    }

    private static Analyzer folding(SynonymMap names) {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                Tokenizer words = new StandardTokenizer();
                TokenStream folded = new ASCIIFoldingFilter(new LowerCaseFilter(words));
                return new TokenStreamComponents(
                        words, names == null ? folded : new SynonymGraphFilter(folded, names, true));
            }
        };
    }
}
