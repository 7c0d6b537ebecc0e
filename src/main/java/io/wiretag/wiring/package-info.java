/**
 * From configuration to parts: one class for each part of the house, made of what {@link io.wiretag.wiring.Installation} has. The only
 * room that knows both the configuration and the parts; no rule of the product is here. Commands and programs use {@link
 * io.wiretag.Wiretag}.
 */
package io.wiretag.wiring;
