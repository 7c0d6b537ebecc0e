package io.wiretag.ops.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What {@link TopicLag#records} and {@link TopicLag#behind} were at some time. */
public record LagSample(Instant at, OptionalLong records, Optional<Duration> behind) {}
