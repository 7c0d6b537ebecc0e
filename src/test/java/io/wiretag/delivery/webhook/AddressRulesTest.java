package io.wiretag.delivery.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.delivery.webhook.AddressRules.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private static final AddressRules NONE_OF_OURS = new AddressRules(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.100.100.200",
                "168.63.129.16",
                "224.0.0.1",
                "255.255.255.255",
                "198.18.0.1",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "::ffff:127.0.0.1",
                "2002:7f00:1::",
                "2001:0:7f00:1::",
                "2001:db8::1"
            })
    void noAddressThatIsNotOfThePublicNetworkIsAllowed(String address) throws UnknownHostException {
        assertThat(NONE_OF_OURS.isAllowed(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.32.0.1",
                "172.15.255.255",
                "100.128.0.1",
                "203.162.4.191",
                "2606:4700::1111",
                "2001:ee0::1"
            })
    void publicAddressesAreAllowedAndAreNotOurs(String address) throws UnknownHostException {
        assertThat(NONE_OF_OURS.isAllowed(InetAddress.getByName(address))).isTrue();
        assertThat(NONE_OF_OURS.isOwn(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void networksOfOnesOwnAreAllowedToTheBit() throws UnknownHostException {
        AddressRules rules = new AddressRules(
                List.of(Network.of("10.1.4.0/22"), Network.of("fd00:1::/32"), Network.of("127.0.0.1")));

        assertThat(rules.isAllowed(InetAddress.getByName("10.1.7.255"))).isTrue();
        assertThat(rules.isAllowed(InetAddress.getByName("10.1.8.0"))).isFalse();
        assertThat(rules.isAllowed(InetAddress.getByName("fd00:1:ffff::1"))).isTrue();
        assertThat(rules.isAllowed(InetAddress.getByName("fd00:2::1"))).isFalse();
        assertThat(rules.isAllowed(InetAddress.getByName("127.0.0.2"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "desk.example", "10.0.0.0/33", "10.0.0/x", "10.0.0.0/-1", "/8", "::/129"})
    void whatIsNoNetworkIsRefused(String text) {
        assertThatThrownBy(() -> Network.of(text)).hasMessageContaining("is no network: write it like 10.1.0.0/16");
    }
}
