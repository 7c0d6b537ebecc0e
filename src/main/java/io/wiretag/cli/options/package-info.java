/**
 * What a command line may say, shared by many commands: which cluster, which gazetteer, which files; and how values are checked before
 * anything is done.
 */
package io.wiretag.cli.options;
