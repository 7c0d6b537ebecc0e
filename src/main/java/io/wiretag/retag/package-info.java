/**
 * What other rules would make of the stories that subscribers have. Start at {@link io.wiretag.retag.RetagPreview}.
 */
package io.wiretag.retag;
