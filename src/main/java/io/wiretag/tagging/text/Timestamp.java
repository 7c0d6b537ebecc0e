package io.wiretag.tagging.text;

import java.util.Locale;
import java.util.Set;

/** Recognises a line that is only a date and time, in English or Vietnamese. */
public final class Timestamp {
    private static final int LONGEST = 70;

    /** Words that may stand in a date; a line with any other word is text. */
    private static final Set<String> WORDS =
            Set.of(("january february march april may june july august september october november december "
                            + "jan feb mar apr jun jul aug sep sept oct nov dec "
                            + "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
                            + "am pm gmt utc ict st nd rd th at on of h updated published last update posted "
                            + "thứ hai ba tư năm sáu bảy chủ nhật ngày tháng giờ phút lúc cập đăng sáng trưa chiều tối")
                    .split(" "));

    /** Longer ones are not put into small letters: for each İ Java copies the whole. */
    private static final int LONGEST_WORD =
            WORDS.stream().mapToInt(String::length).max().orElseThrow();

    private Timestamp() {}

    /** Whether a word may stand in a date. */
    public static boolean hasWord(String word) {
        return word.length() <= LONGEST_WORD && WORDS.contains(word.toLowerCase(Locale.ROOT));
    }

    static boolean is(String text, int start, int end) {
        if (end - start > LONGEST) {
            return false;
        }
        int numbers = 0;
        int i = start;
        while (i < end) {
            char c = text.charAt(i);
            int from = i;
            if (Character.isDigit(c)) {
                while (i < end && Character.isDigit(text.charAt(i))) {
                    i++;
                }
                numbers++;
            } else if (Character.isLetter(c)) {
                while (i < end && Character.isLetter(text.charAt(i))) {
                    i++;
                }
                if (!hasWord(text.substring(from, i))) {
                    return false;
                }
            } else if (Lines.isBlank(c) || ",.:;/-–—+|()".indexOf(c) >= 0) {
                i++;
            } else {
                return false;
            }
        }
        return numbers >= 2;
    }
}
