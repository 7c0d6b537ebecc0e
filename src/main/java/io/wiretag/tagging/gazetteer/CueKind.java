package io.wiretag.tagging.gazetteer;

/** What a word beside a name says about the name. The gazetteer lists the words of each kind. */
public enum CueKind {
    /** In front: tỉnh, thành phố, TP, thị xã, province of. */
    UNIT_BEFORE("unit before"),
    /** Behind: Province, City, Town. */
    UNIT_AFTER("unit after"),
    /** Beside, and a word for units as well: thành phố, TP, City. Before a province's name it makes it that of its town. */
    TOWN("town"),
    /** In front: former. */
    FORMER_BEFORE("former before"),
    /** Behind: cũ, before the merger. */
    FORMER_AFTER("former after"),
    /** In front: đường, phố. */
    STREET_BEFORE("street before"),
    /** In front: phường, xã, thôn: a smaller place that borrowed the name. */
    SMALLER_BEFORE("smaller before"),
    /** In front: thị trấn, huyện, quận: what a city may have been before. */
    FORMER_RANK("former rank"),
    /** Behind: Street. */
    STREET_AFTER("street after"),
    /** Behind: Ward, Commune, District. */
    SMALLER_AFTER("smaller after"),
    /** In front: báo, tạp chí. */
    PAPER_BEFORE("paper before"),
    PAPER_AFTER("paper after"),
    /** In front: đài PT-TH, đài truyền hình. */
    STATION_BEFORE("station before"),
    /** Behind: Television. */
    STATION_AFTER("station after"),
    /** In front: ông, bà, ca sĩ, Mr. */
    TITLE("title"),
    /** In front: Mr, ông, General: so nobody speaks of a place. */
    ADDRESS("address"),
    /** Between surname and name: Thị. */
    MIDDLE_NAME("middle name"),
    /** Behind, after a comma: who. */
    PERSON_AFTER("person after"),
    /** In front: Nguyễn, Trần, Thị: whatever follows is a person. */
    SURNAME("surname"),
    /** In front: Mai, Cao, Dương: surnames that are other words as well. */
    WEAK_SURNAME("weak surname"),
    /** In front: ở, tại, in, near. */
    WHERE("where"),
    /** In front, with a few words between: UBND, Sở, đại học: an office that is named for its place. */
    OFFICE("office"),
    /** Behind: University, Airport, Festival. */
    OFFICE_AFTER("office after"),
    /** In front, with a word for travelling before: về, từ. */
    DIRECTION("direction"),
    /** Before a direction: người, xe, tàu, bay. */
    TRAVEL("travel"),
    /** In front of a name that begins with a direction: phía Nam | Định Quán. */
    SIDE("side before"),
    /** In front of a number and the name of a street: số, nhà. */
    HOUSE("house before"),
    /** In front of what may stand somewhere else: chợ, nghĩa trang. */
    FACILITY("facility before"),
    /** Behind such a name: Market, Cemetery. */
    FACILITY_AFTER("facility after"),
    /** In front of a place even in capitals: ngư dân, lãnh đạo. */
    PEOPLE_OF("people of"),
    /** In front of a town that shares its name: KCN, xi măng. */
    WORKS("works before"),
    /** In front of a street that crosses another: ngã tư, giao lộ. */
    JUNCTION("junction before"),
    /** Right in front of names of people: cầu thủ. */
    PLAYERS("players"),
    /** Announces, with a colon, names of players: đội hình. */
    LINE_UP("line-up"),
    /** With a colon before who made a picture: ảnh. */
    CREDIT("credit before"),
    /** In front: công ty, khách sạn. */
    BRAND_BEFORE("brand before"),
    BRAND_AFTER("brand after"),
    /** Between two names of a list: và, and, đến, to. */
    BETWEEN("between"),
    /** In front of many smaller places: các, những, numbers. */
    MANY("many"),
    /** A word of Vietnamese written without its diacritics: nguoi, khong. */
    BARE("bare"),
    /** Says that a text speaks of Viet Nam. */
    HOME("home"),
    /** Anywhere near a name with a namesake: ở Trung Quốc, in China, the names of its neighbours there. */
    ABROAD("abroad"),
    /** Right beside such a name: (Trung Quốc). */
    ABROAD_BESIDE("abroad beside"),
    /** Behind a person's name and a number: tuổi. */
    AGE("age"),
    /** Beside an agency: theo, hãng tin, said, reported. */
    QUOTING("quoting"),
    /** Behind an agency or a public body: đưa tin, cho biết, said. */
    SPEAKING("speaking"),
    /** Beside a public body: the name of another country or of its people. */
    FOREIGN("foreign"),
    /** In front of an agency in brackets: theo, nguồn, source. */
    SOURCE("source"),
    /** In front of an agency in brackets under a picture: nguồn. */
    PICTURE_SOURCE("picture source"),
    /** Before agencies at the end: "information for this report was provided by". */
    PROVIDED_BY("provided by"),
    /** Behind an agency at the end of a line: News, tiếng Anh. */
    CLOSING("closing"),
    /** Behind an agency in a credit: files, archives. */
    PICTURE("picture"),
    /** A usual word that begins or ends like a name: đồng ý, công nghệ. */
    WORD("word"),
    /** In front, with a few words between: công an, UBND, TAND: an authority that acts or speaks for its place. */
    AUTHORITY("authority"),
    /** Behind: police, People's Committee. */
    AUTHORITY_AFTER("authority after"),
    /** In front: cách, quê, north of: the place is named to say where another lies, or where somebody comes from. */
    ASIDE("aside"),
    /** In front: từ, về, from, to. */
    WAY("way"),
    /** Says that a story is about the whole country or its dealings with others. */
    NATIONAL("national"),
    /** Above links to other stories: đọc thêm, read more. */
    MORE("more"),
    /** Hides a cue within it: "chị em" is no title though "em" is. */
    NOTHING("nothing");

    private final String written;

    private final long bit = 1L << ordinal();

    CueKind(String written) {
        this.written = written;
    }

    /** Sets of kinds are kept in so many bits of a long; those above them are free for others. */
    public static final int BITS = 60;

    /** What those bits hold. */
    public static final int MOST_WORDS = 15;

    private static final long OF_FIELD =
            set(HOME, ABROAD, FOREIGN, NATIONAL, MORE, FORMER_RANK, SMALLER_BEFORE, LINE_UP, PLAYERS);

    private static long set(CueKind... kinds) {
        long set = 0;
        for (CueKind kind : kinds) {
            set |= kind.bit;
        }
        return set;
    }

    /** As a set. */
    public long bit() {
        return bit;
    }

    /** Whether it is a part of a person's name. */
    public boolean isPersonal() {
        return this == SURNAME || this == WEAK_SURNAME || this == MIDDLE_NAME;
    }

    /** Whether it takes a name away, as streets, wards and titles do: in Vietnamese without any marks it counts without them. */
    public boolean isReadBare() {
        return switch (this) {
            case STREET_BEFORE, SMALLER_BEFORE, FORMER_RANK, TITLE, ADDRESS -> true;
            default -> false;
        };
    }

    /** Whether rules ask for it anywhere in a field, and not only beside a name. */
    public boolean isOfField() {
        return (OF_FIELD & bit) != 0;
    }

    String written() {
        return written;
    }
}
