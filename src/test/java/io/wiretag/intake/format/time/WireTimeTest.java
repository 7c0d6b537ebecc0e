package io.wiretag.intake.format.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTimeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "February 09, 2021 9:12 AM GMT+7              ; 2021-02-09T02:12:00Z",
                "February 9, 2021                             ; 2021-02-08T17:00:00Z",
                "Tuesday, Feb. 9th, 2021 at 21:12             ; 2021-02-09T14:12:00Z",
                "February, 09/2/2021 - 09:12                  ; 2021-02-09T02:12:00Z",
                "9 Feb 2021 09:12 UTC                         ; 2021-02-09T09:12:00Z",
                "Last update 09:12 | 09/02/2021               ; 2021-02-09T02:12:00Z",
                "09/02/2021 09:12                             ; 2021-02-09T02:12:00Z",
                "9-2-2021 09:12:33 -05:30                     ; 2021-02-09T14:42:33Z",
                "09.02.2021, 12:05 AM                         ; 2021-02-08T17:05:00Z",
                "09.02.2021, 12:05 pm                         ; 2021-02-09T05:05:00Z",
                "Thứ Ba, 09/02/2021, 09:12 (GMT+7)            ; 2021-02-09T02:12:00Z",
                "Thứ Ba, 09/02/2021 | 09:12 GMT+07:00         ; 2021-02-09T02:12:00Z",
                "Thứ ba, ngày 9 tháng 2 năm 2021, 21 giờ 12   ; 2021-02-09T14:12:00Z",
                "9h12 tối, ngày 9 tháng 2, 2021               ; 2021-02-09T14:12:00Z",
                "Cập nhật lúc 15h ngày 09/02/2021             ; 2021-02-09T08:00:00Z",
                "2021-02-09T09:12:00+07:00                    ; 2021-02-09T02:12:00Z",
                "2021-02-09T09:12:00.123Z                     ; 2021-02-09T09:12:00Z",
                "2021-02-09 09:12                             ; 2021-02-09T02:12:00Z",
            })
    void aDateLineNamesItsMoment(String lines, String moment) {
        assertThat(WireTime.of(lines)).contains(Instant.parse(moment));
        assertThat(WireTime.of(Normalizer.normalize(lines, Normalizer.Form.NFD)))
                .contains(Instant.parse(moment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3-2",
                "09:12",
                "Thứ Ba 09:12",
                "02/30/2021",
                "30/02/2021 09:12",
                "09/02/21",
                "09/02-2021",
                "09/02/2021 25:12",
                "2021-13-01",
                "09/02/20211",
                "09/02/2021 09:12 GMT+99"
            })
    void whatIsNoMomentIsLeftOpen(String line) {
        assertThat(WireTime.of(line)).isEmpty();
    }
}
