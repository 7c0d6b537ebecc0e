/**
 * The life of an article: what is to be done with a version that arrives, given what is remembered of its uri. No stream and no
 * consumer: bytes in, {@code Outcome} out.
 *
 * <pre>
 * PublishedRecord -> ArticleReading    bytes to an article, or the reason of a rejection
 *                 -> Arrival           the article with everything that is known of it
 *                 -> ArticleLife       the rules: Arrival to a verdict (send, hold, withhold, kill, nothing)
 *                 -> ArticleHandling   carries the verdict out: ArticleTagger, Reach, RecordWriter
 *                 -> Outcome           records ready to go, and what is remembered from now on
 * </pre>
 *
 * <p>Where a kill is decided: {@code ArticleLife#verdict}; which of two versions is later: {@code VersionOrder}; where a kill goes:
 * {@code Reach}; what is tagged: {@code ArticleTagger}; what stands in the records, to the last byte: {@code RecordWriter}; what is
 * believed of what clients write into headers: {@code ClientHeaders}; why something is rejected: {@code RejectionReason}.
 *
 * <p>What has gone out is told once more, to a sink that was not written then, by {@code SinkRefill}.
 *
 * <p>Operations are told by level, not by edge: every version says at every place the article ever was whether it belongs
 * there, so that the last record of a uri under a key is all a subscriber has to know.
 *
 * <p>What can fail on content fails here, before anything is sent. Only a broken world is an exception
 * ({@link io.wiretag.codec.RegistryUnavailableException}).
 */
package io.wiretag.life;
