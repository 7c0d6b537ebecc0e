/**
 * What leaves the program other than by Kafka and HTTP: {@link io.wiretag.files.OneLine} says what may be shown of a text that
 * came from outside. Imports the JDK alone, and may be used from everywhere but the tagging core.
 */
package io.wiretag.files;
