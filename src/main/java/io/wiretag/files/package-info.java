/**
 * Files that outlive a process, and what may be said to a log or a terminal of a text or failure that came from outside.
 *
 * <p>{@link io.wiretag.files.OneLine} and {@link io.wiretag.files.Words} make words, {@link io.wiretag.files.Why} carries them with a
 * code, {@link io.wiretag.files.FileTrouble} those for
 * files; {@link io.wiretag.files.Durably} writes, {@link io.wiretag.files.SoleOwner} keeps others out, {@link
 * io.wiretag.files.RegularFile} knows what may be opened, {@link io.wiretag.files.Folders} clears away; {@link
 * io.wiretag.files.EditDistance} finds what somebody meant. Imports the JDK alone, and may be used from everywhere but the tagging
 * core.
 */
package io.wiretag.files;
