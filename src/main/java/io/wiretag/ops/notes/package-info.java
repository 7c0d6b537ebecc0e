/**
 * What those who watch want to outlive them, and to share with those who watch beside them: {@link io.wiretag.ops.notes.Notes}, one JSON
 * object under each {@link io.wiretag.ops.notes.NoteKey}, in the compacted topic {@code articles.operations}. What is noted is for others to
 * say: here nobody looks into a note. A kind that nobody here knows is that of another version, and is left alone.
 */
package io.wiretag.ops.notes;
