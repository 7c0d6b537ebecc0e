/**
 * Who may come in: the keys of those who publish over HTTP and of those who look at operations. {@link
 * io.wiretag.access.ApiKeys} reads a file of them, in which only hashes stand, and answers whose a key is.
 */
package io.wiretag.access;
