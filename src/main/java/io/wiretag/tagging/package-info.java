/** Text in, tags out: which provinces a story names and is about, and which news agencies it comes from. */
package io.wiretag.tagging;
