package io.wiretag.delivery.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses webhooks may be sent to: those of the public network, and of others those that the operator allows. Asked about the
 * address that is connected to, not about a name, which may stand for another one a moment later.
 *
 * @param allowed networks of one's own
 */
public record AddressRules(List<Network> allowed) {
    /** What is no place in the public network: the registries of special-purpose addresses of IANA (RFC 6890), and more. */
    private static final List<Network> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    // the agent of a cloud, on each of its machines
                    "168.63.129.16/32",
                    // of IPv6 only 2000::/3 is given to anybody; what holds an address of IPv4 may lead to any of those
                    // above
                    "::/3",
                    "4000::/2",
                    "8000::/1",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(Network::of)
            .toList();

    /** Copies the list. */
    public AddressRules {
        allowed = List.copyOf(allowed);
    }

    /**
     * Addresses that begin with the same bits.
     *
     * @param address the lowest of them
     */
    public record Network(InetAddress address, int bits) {
        /** @throws IllegalArgumentException if it is not written like 10.1.0.0/16, fd00::/8, or as one address */
        public static Network of(String text) {
            String[] parts = text.strip().split("/", 2);
            try {
                // letters of a name would be looked up
                if (parts[0].matches("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) {
                    InetAddress address = InetAddress.getByName(parts[0]);
                    int most = address.getAddress().length * Byte.SIZE;
                    int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
                    if (bits >= 0 && bits <= most) {
                        return new Network(address, bits);
                    }
                }
            } catch (UnknownHostException | NumberFormatException e) {
                // told below
            }
            throw new IllegalArgumentException("'" + text + "' is no network: write it like 10.1.0.0/16 or fd00::/8");
        }

        boolean has(InetAddress other) {
            byte[] own = address.getAddress();
            byte[] their = other.getAddress();
            if (own.length != their.length) {
                return false;
            }
            int whole = bits / Byte.SIZE;
            int rest = bits % Byte.SIZE;
            return Arrays.equals(own, 0, whole, their, 0, whole)
                    && (rest == 0 || (own[whole] ^ their[whole]) >> Byte.SIZE - rest == 0);
        }
    }

    /** Whether it is one of the operator's own, which may also be reached without TLS. */
    boolean isOwn(InetAddress address) {
        return allowed.stream().anyMatch(network -> network.has(address));
    }

    boolean isAllowed(InetAddress address) {
        return isOwn(address) || SPECIAL.stream().noneMatch(network -> network.has(address)) && !isScoped(address);
    }

    private static boolean isScoped(InetAddress address) {
        return !(address instanceof Inet4Address)
                && (address.isLinkLocalAddress() || address.isSiteLocalAddress() || address.isMulticastAddress());
    }
}
