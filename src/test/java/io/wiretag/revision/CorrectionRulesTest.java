package io.wiretag.revision;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.CorrectionAction;
import io.wiretag.schema.TagSubject;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrectionRulesTest {
    private static final Gazetteer GAZETTEER = Gazetteer.builtIn();

    @Test
    void whatTheGazetteerKnowsMayBeSaid() {
        assertThatCode(() -> CorrectionRules.require(
                        List.of(
                                change(CorrectionAction.add, TagSubject.province, "VN-HN", null, "Thủ đô"),
                                change(CorrectionAction.about, TagSubject.province, "VN-HN", null, null),
                                change(CorrectionAction.add, TagSubject.agency, "VNA", "origin", null),
                                change(CorrectionAction.remove, TagSubject.body, aBody(), null, null)),
                        GAZETTEER))
                .doesNotThrowAnyException();
    }

    @Test
    void aComplaintNamesTheThingItsValueAndTheRemedy() {
        refuses(change(CorrectionAction.add, TagSubject.province, "VN-99", null, null), "has no province 'VN-99'");
        refuses(change(CorrectionAction.add, TagSubject.agency, "VN-HN", "origin", null), "has no agency 'VN-HN'");
        refuses(change(CorrectionAction.add, TagSubject.body, "VNA", "mention", null), "has no body 'VNA'");
        refuses(
                change(CorrectionAction.add, TagSubject.province, "VN-HN", "origin", null),
                "'origin', must be left out: a province has none");
        refuses(
                change(CorrectionAction.add, TagSubject.agency, "VNA", "speaker", null),
                "'speaker', must be one of origin, credit, mention");
        refuses(change(CorrectionAction.remove, TagSubject.agency, "VNA", null, null), "must be one of origin");
        refuses(change(CorrectionAction.add, TagSubject.body, aBody(), null, null), "must be one of speaker, mention");
        refuses(
                change(CorrectionAction.about, TagSubject.agency, "VNA", "origin", null),
                "an editor says it of a province");
        refuses(change(CorrectionAction.notAbout, TagSubject.province, "VN-HN", null, "Hà Nội"), "leave the text out");
    }

    @Test
    void oneCorrectionSaysSomethingAndNotTooMuch() {
        CorrectedTag one = change(CorrectionAction.add, TagSubject.province, "VN-HN", null, null);

        assertThatThrownBy(() -> CorrectionRules.require(List.of(), GAZETTEER)).hasMessageContaining("says 0 things");
        assertThatThrownBy(() -> CorrectionRules.require(Collections.nCopies(21, one), GAZETTEER))
                .hasMessageContaining("says 21 things, must say 1 to 20");
    }

    private static void refuses(CorrectedTag change, String why) {
        assertThatThrownBy(() -> CorrectionRules.require(List.of(change), GAZETTEER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private static String aBody() {
        return GAZETTEER.bodies().get(0).code();
    }

    private static CorrectedTag change(
            CorrectionAction action, TagSubject subject, String code, String role, String text) {
        return new CorrectedTag(action, subject, code, role, text);
    }
}
