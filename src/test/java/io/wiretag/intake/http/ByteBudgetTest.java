package io.wiretag.intake.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    private final ByteBudget budget = new ByteBudget(100);

    @Test
    void sharesGrowAsFarAsTheBudgetHoldsAndGiveAllBack() {
        ByteBudget.Share first = budget.share();
        ByteBudget.Share second = budget.share();

        assertThat(first.growTo(60)).isTrue();
        assertThat(first.growTo(50)).as("it is that large already").isTrue();
        assertThat(second.growTo(41)).isFalse();
        assertThat(budget.taken()).isEqualTo(60);
        assertThat(second.growTo(40)).isTrue();
        first.close();
        first.close();

        assertThat(budget.taken()).isEqualTo(40);
        assertThat(second.growTo(100)).isTrue();
        second.close();
        assertThat(budget.taken()).isZero();
    }
}
