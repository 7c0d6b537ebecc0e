package io.wiretag.life;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which version of an article is later.
 *
 * <p>IPTC leaves the form of a version open. Runs of digits compare as numbers of any length, everything else as text:
 * {@code 9 < 10}, {@code 2.9 < 2.10}, {@code 20260803T0900 < 20260803T0945}. An article that has a version is later than one
 * that has none; where neither has one, the time of its creation decides, and one without a time comes first. The order is
 * total, so that shuffled versions always end in the same one.
 */
public final class VersionOrder implements Comparator<VersionOrder.Stamp> {
    public static final VersionOrder INSTANCE = new VersionOrder();

    /** What is known of a version. */
    public record Stamp(Optional<String> version, Optional<Instant> versionCreated) {}

    private VersionOrder() {}

    @Override
    public int compare(Stamp left, Stamp right) {
        if (left.version().isPresent() && right.version().isPresent()) {
            return compareText(left.version().get(), right.version().get());
        }
        if (left.version().isPresent() || right.version().isPresent()) {
            return left.version().isPresent() ? 1 : -1;
        }
        return left.versionCreated()
                .orElse(Instant.MIN)
                .compareTo(right.versionCreated().orElse(Instant.MIN));
    }

    public static int compareText(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() && j < right.length()) {
            boolean number = isDigit(left.charAt(i));
            if (number != isDigit(right.charAt(j))) {
                return left.charAt(i) - right.charAt(j);
            }
            int leftEnd = runEnd(left, i, number);
            int rightEnd = runEnd(right, j, number);
            String leftRun = left.substring(i, leftEnd);
            String rightRun = right.substring(j, rightEnd);
            int order = number ? compareNumbers(leftRun, rightRun) : leftRun.compareTo(rightRun);
            if (order != 0) {
                return order;
            }
            i = leftEnd;
            j = rightEnd;
        }
        return (left.length() - i) - (right.length() - j);
    }

    private static int compareNumbers(String left, String right) {
        String leftDigits = withoutLeadingZeros(left);
        String rightDigits = withoutLeadingZeros(right);
        int byLength = Integer.compare(leftDigits.length(), rightDigits.length());
        return byLength != 0 ? byLength : leftDigits.compareTo(rightDigits);
    }

    private static String withoutLeadingZeros(String digits) {
        int start = 0;
        while (start < digits.length() && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }

    private static int runEnd(String text, int start, boolean digits) {
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end)) == digits) {
            end++;
        }
        return end;
    }

    /** ASCII alone: the digits of other scripts have no place in a version. */
    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
