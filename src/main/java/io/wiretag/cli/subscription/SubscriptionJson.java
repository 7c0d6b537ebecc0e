package io.wiretag.cli.subscription;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.cli.print.Json;
import io.wiretag.delivery.ArticleFilter;
import io.wiretag.delivery.webhook.Subscription;
import io.wiretag.delivery.webhook.SubscriptionReport;
import java.util.Set;
import java.util.TreeSet;

/** A subscription as programs read it; its secrets are left out. */
final class SubscriptionJson {
    private SubscriptionJson() {}

    static String line(SubscriptionReport report) {
        Subscription subscription = report.subscription();
        ArticleFilter filter = subscription.filter();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", subscription.name())
                .put("url", subscription.url().toString())
                .put("group", report.group())
                .put("state", report.state());
        report.since().ifPresent(since -> json.put("since", since.toString()));
        json.put("why", report.why());
        report.behind().ifPresent(behind -> json.put("behind", behind));
        json.put("putAside", report.putAside()).put("kills", report.kills()).put("givenUp", report.givenUp());
        put(json, "provinces", filter.provinces());
        put(json, "units", filter.units());
        put(json, "agencies", filter.agencies());
        json.put("about", filter.about());
        put(json, "languages", filter.languages());
        json.put("text", subscription.text())
                .put("secrets", subscription.secrets().size())
                .put("made", subscription.made().toString());
        return Json.line(json);
    }

    private static void put(ObjectNode json, String name, Set<String> values) {
        ArrayNode array = json.putArray(name);
        new TreeSet<>(values).forEach(array::add);
    }
}
