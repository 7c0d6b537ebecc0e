package io.wiretag.delivery.webhook;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A subscription as people and programs look at it.
 *
 * @param state active, paused, failing, disabled or given up
 * @param since when it is so, where that is known
 * @param putAside articles that wait though the group has passed them
 * @param kills those of them that are to be taken down
 * @param givenUp those of them that are no longer tried
 * @param behind records that the group has not passed; empty if nobody has asked
 */
public record SubscriptionReport(
        Subscription subscription,
        String group,
        String state,
        Optional<Instant> since,
        String why,
        long putAside,
        long kills,
        long givenUp,
        OptionalLong behind) {

    static SubscriptionReport of(SubscriptionBook book, Subscription subscription, String group, OptionalLong behind) {
        Optional<Standing> standing = book.standing(subscription);
        Map<SubscriptionKey, Unsent> unsent = book.unsent(subscription.name());
        String state = subscription.paused()
                ? "paused"
                : standing.map(each -> each.state().word()).orElse("active");
        return new SubscriptionReport(
                subscription,
                group,
                state,
                standing.map(Standing::since),
                standing.map(Standing::why).orElse(""),
                unsent.values().stream()
                        .filter(each -> !each.waiting().isEmpty())
                        .count(),
                unsent.values().stream()
                        .filter(each -> each.waiting().stream().anyMatch(Unsent.Place::kill))
                        .count(),
                unsent.values().stream()
                        .filter(each -> each.givenUp() && each.revision() == subscription.revision())
                        .count(),
                behind);
    }

    /** Whether nothing is sent until somebody resumes it, though it is not paused. */
    public boolean isStopped() {
        return state.equals(Standing.State.DISABLED.word()) || state.equals(Standing.State.GIVEN_UP.word());
    }
}
