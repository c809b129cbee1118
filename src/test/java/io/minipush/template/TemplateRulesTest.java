package io.minipush.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.minipush.json.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateRulesTest {

    /** From the platform's document, with a long-term one beside it. */
    static final String DATA = """
            [{"priTmplId":"9Aw5ZV1j9xdWTFEkqCpZ7mIBbSC34khK55OtzUPl0rU","title":"报名结果通知",
              "content":"会议时间:{{date2.DATA}}\\n会议地点:{{thing1.DATA}}\\n","example":"会议时间:2016年8月8日\\n会议地点:TIT会议室\\n","type":2,
              "keywordEnumValueList":[{"keywordCode":"thing1.DATA","enumValueList":["客厅","餐厅"]}]},
             {"priTmplId":"T-long","title":"t","content":"{{thing1.DATA}} {{thing1.DATA}}","example":"","type":3}]""";

    private final TemplateListing listing = new TemplateListing(Instant.EPOCH, DATA);
    private final Template template = listing.find("9Aw5ZV1j9xdWTFEkqCpZ7mIBbSC34khK55OtzUPl0rU").orElseThrow();

    @Test
    void aListingIsReadAsThePlatformWritesIt() {
        assertThat(template.title()).isEqualTo("报名结果通知");
        assertThat(template.longTerm()).isFalse();
        assertThat(template.keys()).containsExactly(new TemplateKey("date2", java.util.List.of()), new TemplateKey("thing1", java.util.List.of("客厅", "餐厅")));
        assertThat(listing.find("T-long").orElseThrow().longTerm()).isTrue();
        assertThat(listing.find("T-long").orElseThrow().keys()).as("a key that stands twice is one").hasSize(1);
        assertThat(listing.find("T-none")).isEmpty();
        assertThat(listing.templates()).extracting(Template::id).containsExactly(template.id(), "T-long");
        assertThat(listing.data()).isEqualTo(DATA);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "-", value = {
        "{'date2':{'value':'2026-01-01'},'thing1':{'value':'客厅'}}             | -              | -                                               | -",
        "{'thing1':{'value':'客厅'}}                                           | /data/date2    | date2 is missing: the template has it           | -",
        "{'date2':{'value':''},'thing1':{'value':'客厅'}}                       | /data/date2    | date2 is empty                                  | -",
        "{'date2':{'value':'1\\n2'},'thing1':{'value':'客厅'}}                  | /data/date2    | date2 has a line break or another control character | -",
        "{'date2':{'value':'1'},'thing1':{'value':'客厅'},'thing9':{'value':'1'}} | /data/thing9 | thing9 is not a key of the template             | -",
        "{'date2':{'value':'1'},'thing1':{'value':'浴室'}}                      | -              | -                                               | thing1 is none of the values that the template lists"})
    void onlyWhatThePlatformSurelyRefusesIsAFault(String data, String pointer, String detail, String warning) throws Exception {
        var findings = TemplateRules.check(template, new ObjectMapper().readTree(data.replace('\'', '"')));
        assertThat(findings.faults()).isEqualTo(pointer == null ? java.util.List.of() : java.util.List.of(new Fault(pointer, detail)));
        assertThat(findings.warnings()).isEqualTo(warning == null ? java.util.List.of() : java.util.List.of(warning));
    }

    @Test
    void everyFaultIsToldAtOnce() throws Exception {
        var findings = TemplateRules.check(template, new ObjectMapper().readTree("{\"thing1\":{\"value\":\"\"},\"x\":{\"value\":\"1\"}}"));
        assertThat(findings.faults()).extracting(Fault::pointer).containsExactly("/data/date2", "/data/thing1", "/data/x");
    }

    @Test
    void aValueThatIsTooLongIsOnlyWarnedOf() throws Exception {
        Template longTerm = listing.find("T-long").orElseThrow();
        var findings = TemplateRules.check(longTerm, new ObjectMapper().readTree("{\"thing1\":{\"value\":\"" + "长".repeat(21) + "\"}}"));
        assertThat(findings.faults()).isEmpty();
        assertThat(findings.warnings()).containsExactly("thing1 is longer than 20 characters");
    }
}
