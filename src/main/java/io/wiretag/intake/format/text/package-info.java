/**
 * What readers of several formats share: text out of HTML and NITF, old encodings, languages, words of feeds. Nothing here knows of
 * sources or complaints.
 */
package io.wiretag.intake.format.text;
