/**
 * The hot folder: {@link io.wiretag.intake.folder.HotFolder} publishes the files that are dropped into a folder, and shows by
 * moving each what became of it.
 */
package io.wiretag.intake.folder;
