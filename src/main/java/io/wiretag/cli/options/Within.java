package io.wiretag.cli.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Of an option that takes a number or a length of time, this in milliseconds: the least and the most that mean something. {@link
 * SensibleValues} holds it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Within {
    /** Of a length of time, or a number of seconds: some ten years, beyond which clocks overflow. */
    long YEARS = 315_360_000_000L;

    long least();

    long most() default Long.MAX_VALUE;
}
