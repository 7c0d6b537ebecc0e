package io.wiretag.topology;

/** What a subscriber of one key of one sink sees of one article: the records in a lane follow one another. */
record Lane(String sink, String key, String uri) {
    static Lane tagged(String uri) {
        return new Lane("tagged", uri, uri);
    }

    static Lane byProvince(String code, String uri) {
        return new Lane("by-province", code, uri);
    }

    static Lane byUnit(String code, String uri) {
        return new Lane("by-unit", code, uri);
    }

    static Lane current(String uri) {
        return new Lane("current", uri, uri);
    }

    static Lane byAgency(String code, String uri) {
        return new Lane("by-agency", code, uri);
    }

    @Override
    public String toString() {
        return sink + "/" + key + (key.equals(uri) ? "" : " " + uri);
    }
}
