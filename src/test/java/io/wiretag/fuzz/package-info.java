/**
 * Inputs that nobody would write: what reads bytes from outside is fed with damaged, spliced, swollen and hostile ones, and must
 * keep its promises whatever comes.
 *
 * <p>A {@link io.wiretag.fuzz.FuzzTarget} feeds one door and checks what it promises. {@code AnyBytesTest} tries each with all
 * that is kept in {@code src/test/resources/fuzz} and with some thousand mutations of it that are the same in every build.
 * {@code MillionInputs} tries a million of them, most found by Jazzer, which goes by what the input reaches in our code: {@code
 * mvn -Pfuzz test}.
 *
 * <p>Kept are {@code seeds/TARGET}, to begin with, and {@code found/TARGET}, which once broke a promise, as small as they
 * could be made.
 */
package io.wiretag.fuzz;
