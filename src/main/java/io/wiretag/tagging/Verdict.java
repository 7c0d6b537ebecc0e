package io.wiretag.tagging;

/**
 * What was decided on a candidate, and by which rule.
 *
 * @param confidence 0 to 100; 0 for a rejected one
 */
record Verdict(boolean accepted, String rule, int confidence) {
    static Verdict accept(String rule, int confidence) {
        return new Verdict(true, rule, confidence);
    }

    static Verdict reject(String rule) {
        return new Verdict(false, rule, 0);
    }
}
