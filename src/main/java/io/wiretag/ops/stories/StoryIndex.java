package io.wiretag.ops.stories;

import io.wiretag.schema.TaggedArticle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * The newest stories, each in its newest version, to be searched by words, province, unit, agency and uri. Bounded in number and
 * bytes: what was tagged longest ago goes first, and {@link FoundStories.Extent} says how far it reaches.
 *
 * <p>In memory alone: no text is left on a disk when the process ends, and nothing on the disk can outlive a kill. A version that
 * takes a story down replaces it before the next search: from then on no word, phrase or uri finds its text, and its bytes are
 * gone from memory too within {@value #PURGE_SECONDS} seconds.
 *
 * <p>Two read into it: the watch on {@code articles.tagged}, whose word counts, and what reads older stories from
 * {@code articles.current} at start, which fills in only those of which the watch knows nothing. Thread-safe.
 */
public final class StoryIndex implements AutoCloseable {
    static final int PURGE_SECONDS = 30;
    /** Of the stories of one answer, which are held all at once: a thousand of the usual length. */
    static final long MOST_BYTES_FOUND = 8 << 20;

    private static final Sort NEWEST_FIRST =
            new Sort(byTime(true), new SortField(StoryDocument.TIE, SortField.Type.LONG));
    private static final Sort OLDEST_FIRST = new Sort(byTime(false));
    /** So many hundredths are taken out at once when it is full. */
    private static final int SLACK = 2;
    /** Of the bytes, parts of a hundred that may be of stories; the rest is for what merges leave behind for a while. */
    private static final double STORIES = 0.8;

    private final int mostStories;
    private final long mostBytes;
    private final ByteBuffersDirectory memory = new ByteBuffersDirectory();
    private final IndexWriter writer;
    private final SearcherManager searchers;

    /** Those of which the watch has spoken, while older ones are read: as many as there is room for, and then none is for older ones. */
    private final Set<Long> spokenOf = new HashSet<>();

    private Instant since;
    private boolean complete;
    private Instant cutBefore = Instant.MIN;
    private boolean hasRemains;
    private Instant purgeAt = Instant.MIN;

    /** @param since it is told of all that comes from then on; older ones may follow */
    StoryIndex(int mostStories, long mostBytes, Instant since) {
        this.mostStories = mostStories;
        this.mostBytes = mostBytes;
        this.since = since;
        try {
            writer = new IndexWriter(memory, settings(mostBytes));
            searchers = new SearcherManager(writer, new SearcherFactory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IndexWriterConfig settings(long mostBytes) {
        double mebibytes = mostBytes / (double) (1 << 20);
        TieredMergePolicy merges = new TieredMergePolicy();
        // a merge holds what it reads and what it writes
        merges.setMaxMergedSegmentMB(Math.max(1, mebibytes / 8));
        merges.setForceMergeDeletesPctAllowed(0);
        ConcurrentMergeScheduler threads = new ConcurrentMergeScheduler();
        threads.setMaxMergesAndThreads(8, 1);
        threads.disableAutoIOThrottle();
        return new IndexWriterConfig()
                .setCodec(new Lucene912Codec(Lucene912Codec.Mode.BEST_COMPRESSION))
                .setMergePolicy(merges)
                .setMergeScheduler(threads)
                .setRAMBufferSizeMB(Math.max(1, mebibytes / 16))
                .setCommitOnClose(false);
    }

    private static SortField byTime(boolean reverse) {
        return LongField.newSortField(StoryDocument.TAGGED_AT, reverse, SortedNumericSelector.Type.MIN);
    }

    /** A version that has come out; takes the place of the one before. */
    void put(TaggedArticle tagged, Instant publishedAt, OptionalDouble seconds) {
        put(tagged, publishedAt, seconds, Optional.empty());
    }

    /** The same, of which it is known because of which published record it went out. */
    synchronized void put(TaggedArticle tagged, Instant publishedAt, OptionalDouble seconds, Optional<String> place) {
        spoke(tagged.getArticle().getUri());
        hasRemains |= !SeenStory.isUsable(tagged.getOperation());
        store(tagged, publishedAt, seconds, place);
    }

    /** A story may not be shown any more; what its record says besides may follow. */
    synchronized void takeDown(String uri) {
        spoke(uri);
        hasRemains = true;
        change(() -> writer.deleteDocuments(term(uri)));
    }

    private void spoke(String uri) {
        if (!complete) {
            spokenOf.add(tie(uri));
            if (spokenOf.size() >= mostStories) {
                takeNoOlder();
            }
        }
    }

    private void takeNoOlder() {
        complete = true;
        spokenOf.clear();
    }

    /** Whether older ones may follow: until they were read, or newer ones have taken all the room. */
    synchronized boolean takesOlder() {
        return !complete;
    }

    /** A version that came out before the watch began. */
    void putOlder(TaggedArticle tagged, Instant publishedAt) {
        putOlder(tagged, publishedAt, Optional.empty());
    }

    /** The same, of which it is known because of which published record it went out. */
    synchronized void putOlder(TaggedArticle tagged, Instant publishedAt, Optional<String> place) {
        if (!complete
                && !spokenOf.contains(tie(tagged.getArticle().getUri()))
                && tagged.getTaggedAt().isAfter(cutBefore)) {
            store(tagged, publishedAt, OptionalDouble.empty(), place);
        }
    }

    /**
     * No older ones follow.
     *
     * @param reach all that came since then were told
     */
    public synchronized void olderAreRead(Instant reach) {
        if (!complete) {
            since = reach;
            takeNoOlder();
        }
    }

    private void store(TaggedArticle tagged, Instant publishedAt, OptionalDouble seconds, Optional<String> place) {
        change(() -> writer.updateDocument(
                term(tagged.getArticle().getUri()), StoryDocument.of(tagged, publishedAt, seconds, place)));
    }

    private static long tie(String uri) {
        return StoryCursor.tie(StoryCursor.hash(uri));
    }

    private static Term term(String uri) {
        return new Term(StoryDocument.URI, new BytesRef(StoryCursor.hash(uri)));
    }

    /** Drops what is too much, and the remains of what was taken down; to be called now and then. */
    synchronized void settle(Instant now) {
        change(() -> {
            searchers.maybeRefreshBlocking();
            trim();
            if (hasRemains && !now.isBefore(purgeAt)) {
                hasRemains = false;
                purgeAt = now.plusSeconds(PURGE_SECONDS);
                writer.forceMergeDeletes(false);
            }
            return 0;
        });
    }

    private void trim() throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            IndexReader reader = searcher.getIndexReader();
            int stories = reader.numDocs();
            double each = bytes() / (double) Math.max(1, reader.maxDoc());
            int room = (int) Math.min(mostStories, STORIES * mostBytes / Math.max(1, each));
            if (!complete && spokenOf.size() >= room) {
                takeNoOlder();
            }
            if (stories > room) {
                int tooMany = Math.min(stories, stories - room + Math.max(1, room / 100 * SLACK));
                ScoreDoc[] oldest = searcher.search(new MatchAllDocsQuery(), tooMany, OLDEST_FIRST).scoreDocs;
                long last = millis(oldest[oldest.length - 1]);
                cutBefore = Instant.ofEpochMilli(last);
                writer.deleteDocuments(LongField.newRangeQuery(StoryDocument.TAGGED_AT, Long.MIN_VALUE, last));
            }
        } finally {
            searchers.release(searcher);
        }
        searchers.maybeRefreshBlocking();
    }

    private static long millis(ScoreDoc found) {
        return (Long) ((FieldDoc) found).fields[0];
    }

    /** Frees the remains of what was taken down, and waits until that is done. */
    void purge() {
        change(() -> {
            writer.forceMergeDeletes(true);
            searchers.maybeRefreshBlocking();
            return 0;
        });
    }

    /** In memory, those of what was replaced and not yet freed among them. */
    long bytes() throws IOException {
        long sum = 0;
        for (String file : memory.listAll()) {
            sum += memory.fileLength(file);
        }
        return sum;
    }

    int mostStories() {
        return mostStories;
    }

    ByteBuffersDirectory memory() {
        return memory;
    }

    /**
     * What fits, as it is now: whatever was put before counts. Of stories that are larger than {@value #MOST_BYTES_FOUND} bytes
     * together there are fewer than were asked for, at least one, and the others follow from there.
     */
    public FoundStories search(StorySearch search) {
        return ask(searcher -> {
            Query query = query(search);
            TopDocs top = searcher.searchAfter(
                    search.before().map(before -> after(before, searcher)).orElse(null),
                    query,
                    search.limit() + 1,
                    NEWEST_FIRST);
            List<SeenStory> stories = new ArrayList<>();
            StoredFields stored = searcher.storedFields();
            long bytes = 0;
            for (ScoreDoc each : top.scoreDocs) {
                if (stories.size() == search.limit()
                        || millis(each) < search.since().toEpochMilli()) {
                    break;
                }
                Document document = stored.document(each.doc);
                bytes += StoryDocument.bytes(document);
                if (bytes > MOST_BYTES_FOUND && !stories.isEmpty()) {
                    break;
                }
                stories.add(StoryDocument.story(document));
            }
            return new FoundStories(
                    stories, searcher.count(query), top.scoreDocs.length > stories.size(), extent(searcher));
        });
    }

    /** The newest version of one story. */
    public Optional<SeenStory> find(String uri) {
        return ask(searcher -> {
            ScoreDoc[] found = searcher.search(new TermQuery(term(uri)), 1).scoreDocs;
            return found.length == 0
                    ? Optional.empty()
                    : Optional.of(StoryDocument.story(searcher.storedFields().document(found[0].doc)));
        });
    }

    private static Query query(StorySearch search) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        all.add(new MatchAllDocsQuery(), Occur.FILTER);
        search.words().filter(typed -> !typed.isBlank()).ifPresent(typed -> {
            BooleanQuery.Builder either =
                    new BooleanQuery.Builder().add(new TermQuery(term(typed.strip())), Occur.SHOULD);
            WordQuery.of(typed).ifPresent(words -> either.add(words, Occur.SHOULD));
            all.add(either.build(), Occur.FILTER);
        });
        search.province().ifPresent(code -> all.add(has(StoryDocument.PROVINCE, code), Occur.FILTER));
        search.unit().ifPresent(code -> all.add(has(StoryDocument.UNIT, code), Occur.FILTER));
        search.agency().ifPresent(code -> all.add(has(StoryDocument.AGENCY, code), Occur.FILTER));
        search.uri().ifPresent(uri -> all.add(new TermQuery(term(uri)), Occur.FILTER));
        return all.build();
    }

    private static Query has(String field, String code) {
        return new TermQuery(new Term(field, code));
    }

    /** The last of the documents, so that one at the very place counts as shown, whatever its number is now. */
    private static FieldDoc after(StoryCursor cursor, IndexSearcher searcher) {
        int last = Math.max(0, searcher.getIndexReader().maxDoc() - 1);
        return new FieldDoc(last, Float.NaN, new Object[] {cursor.millis(), cursor.tie()});
    }

    private FoundStories.Extent extent(IndexSearcher searcher) throws IOException {
        ScoreDoc[] oldest = searcher.search(new MatchAllDocsQuery(), 1, OLDEST_FIRST).scoreDocs;
        synchronized (this) {
            Instant told = since.isAfter(cutBefore) ? since : cutBefore;
            return new FoundStories.Extent(
                    searcher.getIndexReader().numDocs(),
                    oldest.length == 0
                            ? Optional.empty()
                            : Optional.of(later(told, Instant.ofEpochMilli(millis(oldest[0])))),
                    complete);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private interface Asked<T> {
        T of(IndexSearcher searcher) throws IOException;
    }

    private interface Change {
        long make() throws IOException;
    }

    private <T> T ask(Asked<T> question) {
        try {
            searchers.maybeRefreshBlocking();
            IndexSearcher searcher = searchers.acquire();
            try {
                return question.of(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the index of stories cannot be read", e);
        }
    }

    private static void change(Change change) {
        try {
            change.make();
        } catch (IOException e) {
            throw new UncheckedIOException("the index of stories cannot be changed", e);
        }
    }

    @Override
    public void close() {
        change(() -> {
            searchers.close();
            writer.close();
            return 0;
        });
    }
}
