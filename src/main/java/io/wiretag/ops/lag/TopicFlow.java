package io.wiretag.ops.lag;

import java.time.Duration;
import java.util.Optional;

/**
 * How one topic flows.
 *
 * @param recordsPerSecond offsets that became readable, over the last minute; in a topic that is written in transactions their
 *     markers are among them, so it is a ceiling there. NaN until two looks
 * @param oldestOpenTransaction for how long readers have been held up by a transaction that does not end; where nobody tells
 *     when it began, as long as it was watched; empty where none is open
 */
public record TopicFlow(String topic, double recordsPerSecond, Optional<Duration> oldestOpenTransaction) {}
