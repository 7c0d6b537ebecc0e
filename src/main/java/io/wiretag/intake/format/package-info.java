/**
 * Readers that turn what a newsroom has into articles.
 *
 * <p>A reader never throws because of what stands in the input: what cannot be read becomes a complaint that says where,
 * why and what to do. One bad article among many does not hold up the others.
 *
 * <p><b>What is refused and what is let pass.</b> An article is refused when taking it could do harm: no identity, an
 * unknown status, a version that cannot be told for sure, an embargo whose time cannot be read, bytes that are not
 * UTF-8. Everything else is taken; what has no field of its own in the schema, or could not be understood, travels on
 * in {@code additionalProperties}, so that nothing of the source is lost.
 *
 * <p><b>XML</b>: a document type that only names a DTD is passed over, one that declares anything itself is refused, so nothing is
 * fetched or expanded; depth and number are limited; what is whole in a document that breaks off is taken. {@code XmlDocument} says how.
 *
 * <p>Formats so far: plain text; ninjs 1.x, 2.x, 3.x; NewsML-G2; NewsML 1.x; NITF; RSS, Atom, JSON Feed and sitemaps of news; IPTC 7901;
 * ANPA 1312. Telex ({@code TelexReader}) and mail ({@code MailReader}) are wrappings around any of them. A further one adds a
 * constant to {@link io.wiretag.intake.format.Format}, a reader that makes {@link io.wiretag.intake.format.Reading}s of a
 * {@link io.wiretag.intake.format.Source}, and its mark to the choice in {@link
 * io.wiretag.intake.format.ArticleReaders}. To be taken over HTTP it also needs a media type in {@code io.wiretag.intake.http.BodyType}.
 */
package io.wiretag.intake.format;
