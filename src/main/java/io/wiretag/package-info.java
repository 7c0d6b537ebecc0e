/** The guided tour, written as the house is built. */
package io.wiretag;
