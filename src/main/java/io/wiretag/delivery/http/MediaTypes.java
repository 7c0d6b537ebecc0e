package io.wiretag.delivery.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of the forms that there are somebody likes best, by {@code Accept} (RFC 9110, 12.5.1). */
final class MediaTypes {
    private MediaTypes() {}

    /**
     * @param accept the header; null and blank: anything
     * @param there what there is, the usual first
     */
    static Optional<String> best(String accept, List<String> there) {
        if (accept == null || accept.isBlank()) {
            return Optional.of(there.get(0));
        }
        String best = null;
        double most = 0;
        for (String form : there) {
            double quality = quality(form, accept);
            if (quality > most) {
                best = form;
                most = quality;
            }
        }
        return Optional.ofNullable(best);
    }

    /** By the range that says most of it. */
    private static double quality(String form, String accept) {
        int exactness = -1;
        double quality = 0;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = range.split(";", -1);
            String name = parts[0].strip();
            int fits = name.equals(form)
                    ? 2
                    : name.equals(form.replaceFirst("/.*", "/*")) ? 1 : name.equals("*/*") ? 0 : -1;
            if (fits > exactness) {
                exactness = fits;
                quality = quality(parts);
            }
        }
        return quality;
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.matches("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")) {
                return Double.parseDouble(part.substring(2));
            }
        }
        return 1;
    }
}
