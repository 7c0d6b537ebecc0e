/** What a story is about: {@link io.wiretag.tagging.about.Relevance} weighs where and how its places are named. */
package io.wiretag.tagging.about;
