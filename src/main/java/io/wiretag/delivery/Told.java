package io.wiretag.delivery;

import io.wiretag.schema.Operation;

/**
 * A version of an article as somebody is told of it.
 *
 * @param operation what it does for him
 * @param cursor from which he goes on behind it
 */
public record Told(Event event, Operation operation, Cursor cursor) {}
