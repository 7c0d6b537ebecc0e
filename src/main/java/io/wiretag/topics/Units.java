package io.wiretag.topics;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In which of the 34 units since 1 July 2025 each of the 63 units until then lies. No file of an editor changes it, so what
 * went to {@code articles.by-unit} is known from the provinces alone. Source: Resolution 202/2025/QH15 of the National Assembly.
 */
public final class Units {
    /** ISO 3166-2:VN code of the former unit, equals, two-digit code of the heir of the General Statistics Office. */
    private static final Map<String, String> HEIRS = Stream.of(
                    ("VN-01=12 VN-02=15 VN-03=08 VN-04=04 VN-05=14 VN-06=15 VN-07=08 VN-09=20 VN-13=22 VN-14=25 VN-18=37"
                                    + " VN-20=33 VN-21=38 VN-22=40 VN-23=42 VN-24=44 VN-25=44 VN-26=46 VN-27=48 VN-28=51 VN-29=51 VN-30=52"
                                    + " VN-31=52 VN-32=66 VN-33=66 VN-34=56 VN-35=68 VN-36=56 VN-37=80 VN-39=75 VN-40=68 VN-41=80 VN-43=79"
                                    + " VN-44=91 VN-45=82 VN-46=82 VN-47=91 VN-49=86 VN-50=86 VN-51=86 VN-52=92 VN-53=19 VN-54=24 VN-55=96"
                                    + " VN-56=24 VN-57=79 VN-58=75 VN-59=96 VN-61=31 VN-63=37 VN-66=33 VN-67=37 VN-68=25 VN-69=19 VN-70=25"
                                    + " VN-71=11 VN-72=68 VN-73=92 VN-CT=92 VN-DN=48 VN-HN=01 VN-HP=31 VN-SG=79")
                            .split(" "))
            .map(pair -> pair.split("="))
            .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));

    private Units() {}

    /** The unit that the territory of a province belongs to; empty if the code is none of the 63. */
    public static Optional<String> of(String province) {
        return Optional.ofNullable(HEIRS.get(province));
    }

    /** Whether there is such a unit. */
    public static boolean isUnit(String code) {
        return HEIRS.containsValue(code);
    }

    /** Whether there was such a province. */
    public static boolean isProvince(String code) {
        return HEIRS.containsKey(code);
    }
}
