package io.wiretag.tagging.gazetteer;

/**
 * One of the 63 units that existed until 30 June 2025, and the unit that holds its territory since.
 *
 * @param code ISO 3166-2:VN, such as {@code VN-44}
 * @param name Vietnamese name, such as {@code An Giang}
 * @param unitSince2025 Vietnamese name of the unit since 1 July 2025
 * @param unitSince2025Code two digits of the General Statistics Office
 */
public record Province(String code, String name, String unitSince2025, String unitSince2025Code) {
    public Province {
        if (!code.startsWith("VN-") || code.length() != 5) {
            throw new IllegalArgumentException("not an ISO 3166-2:VN code: " + code);
        }
        if (name.isBlank() || unitSince2025.isBlank()) {
            throw new IllegalArgumentException("province " + code + " lacks a name");
        }
        if (unitSince2025Code.length() != 2) {
            throw new IllegalArgumentException("not a two-digit code of a unit: " + unitSince2025Code);
        }
    }

    /** No two have the same code. */
    @Override
    public int hashCode() {
        return code.hashCode();
    }
}
