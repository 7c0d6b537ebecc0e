package io.wiretag.topology;

import io.wiretag.schema.Article;
import io.wiretag.schema.Operation;

/** A record that came out, or ought to. */
record LaneRecord(Lane lane, Operation operation, Article article) {
    /** Whether the article lies under the key once this record has been read. */
    boolean leavesItLive() {
        return operation == Operation.publish || operation == Operation.correct;
    }

    @Override
    public String toString() {
        return lane + " " + operation + " v" + article.getVersion() + " " + article.getPubStatus() + " '"
                + (article.getBody() == null ? "" : article.getBody().replace('\n', ' ')) + "'";
    }
}
