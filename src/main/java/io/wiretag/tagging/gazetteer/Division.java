package io.wiretag.tagging.gazetteer;

import java.util.Objects;

/**
 * A place below a province: a commune, ward or special zone since 1 July 2025, or a district or one of its communes until then.
 *
 * @param since2025 whether it exists since 1 July 2025, rather than until then
 * @param name without the word for its kind
 * @param province of the 63 on whose ground it lies
 * @param district that it belonged to; its own name if it is one; empty since 2025
 * @param code five digits of the commune since 2025 that it is, or that took it in as a whole; empty for a district and for what was
 *     divided
 */
public record Division(boolean since2025, Kind kind, String name, Province province, String district, String code) {
    /** The word in front of its name. */
    public enum Kind {
        WARD("phường"),
        COMMUNE("xã"),
        SPECIAL_ZONE("đặc khu"),
        TOWNSHIP("thị trấn"),
        URBAN_DISTRICT("quận"),
        RURAL_DISTRICT("huyện"),
        TOWN("thị xã"),
        CITY("thành phố");

        private final String written;

        Kind(String written) {
            this.written = written;
        }

        String written() {
            return written;
        }

        /** Whether it is one of those that communes belonged to until 2025. */
        public boolean isDistrict() {
            return this == URBAN_DISTRICT || this == RURAL_DISTRICT || this == TOWN || this == CITY;
        }
    }

    public Division {
        Objects.requireNonNull(kind, "kind of a division");
        Objects.requireNonNull(province, "province of a division");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a " + kind.written() + " of " + province.name() + " lacks its name");
        }
    }

    /** With the word for its kind. */
    public String fullName() {
        return kind.written() + " " + name;
    }

    /** Where several could be meant, and only the province is sure. */
    public Division withoutCode() {
        return new Division(since2025, kind, name, province, district, "");
    }
}
