package io.wiretag.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.files.Why;
import io.wiretag.ops.json.JsonValues;
import io.wiretag.ops.rejected.RecordPlace;
import io.wiretag.ops.rejected.RejectedFilter;
import io.wiretag.ops.rejected.RejectedReader;
import io.wiretag.ops.rejected.RejectedRecord;
import io.wiretag.web.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the dashboard asks of the rejected topic. To answer, that topic may have to be read through, which takes time: so
 * questions are dealt with one after another on a thread of their own, a few may wait, and those beyond are told to come again.
 * So are replays, on another thread: lists are asked for all the time, and a replay waits for other replays only.
 */
final class RejectedDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RejectedDesk.class);
    private static final int MOST_WAITING = 8;

    private final RejectedReader reader;
    private final Replay replay;
    private final Clerk lists = new Clerk("ops-rejected", 1, MOST_WAITING);
    private final Clerk replays = new Clerk("ops-replay", 1, MOST_WAITING);

    /** Publishes rejected records again. */
    interface Replay {
        /** Why the record was not replayed; empty if it was. */
        Optional<Why> replay(RecordPlace place);
    }

    /**
     * @param reader is closed with the desk
     * @param replay must not need the reader, which may be busy
     */
    RejectedDesk(RejectedReader reader, Replay replay) {
        this.reader = reader;
        this.replay = replay;
    }

    /** {@code GET /api/rejected}: the newest first. */
    CompletableFuture<ObjectNode> list(int limit, RejectedFilter filter) {
        return lists.later(() -> {
            RejectedReader.Listing listing = reader.list(filter, limit);
            List<RejectedRecord> newest = new ArrayList<>(listing.records());
            Collections.reverse(newest);
            ObjectNode answer = JsonValues.object().put("matching", listing.matching());
            ArrayNode records = answer.putArray("records");
            newest.forEach(each -> records.add(OpsJson.rejected(each)));
            return answer;
        });
    }

    /** {@code POST /api/rejected/replay}. */
    CompletableFuture<ObjectNode> replay(RecordPlace place, String who) {
        return replays.later(() -> {
            replay.replay(place).ifPresent(why -> {
                throw refused(why).asException();
            });
            LOG.info("replayed place={} by={}", place, who);
            return JsonValues.object().put("replayed", true);
        });
    }

    /** With the code and the values for a page that has words of its own. */
    private static Problem refused(Why why) {
        Problem problem = new Problem(409, why.words()).and("code", why.code());
        for (Map.Entry<String, String> value : why.values().entrySet()) {
            problem = problem.and(value.getKey(), value.getValue());
        }
        return problem;
    }

    @Override
    public void close() {
        lists.close();
        replays.close();
        reader.close();
    }
}
