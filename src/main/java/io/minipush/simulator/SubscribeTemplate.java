package io.minipush.simulator;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A subscribe template of an app, as {@code gettemplate} shows it.
 *
 * @param priTmplId            its id
 * @param content              lines such as {@code 会议时间:{{date2.DATA}}}: they tell which keys a message must have
 * @param type                 {@link #ONE_TIME} or {@link #LONG_TERM}
 * @param keywordEnumValueList the values that some keys are limited to; may be empty
 */
public record SubscribeTemplate(String priTmplId, String title, String content, String example, int type,
        List<EnumValues> keywordEnumValueList) {
    /** Each accepted request of the user is good for one message. */
    public static final int ONE_TIME = 2;
    /** Messages go out until the user switches them off. */
    public static final int LONG_TERM = 3;
    private static final Pattern KEY = Pattern.compile("\\{\\{(\\w+)\\.DATA}}");

    /** @param keywordCode the key with {@code .DATA} behind it, as the platform writes it */
    public record EnumValues(String keywordCode, List<String> enumValueList) {
        public EnumValues {
            if (keywordCode == null || !keywordCode.endsWith(".DATA") || enumValueList == null) {
                throw new IllegalArgumentException("a key with listed values is KEY.DATA and its values");
            }
            enumValueList = List.copyOf(enumValueList);
        }
    }

    public SubscribeTemplate {
        if (priTmplId == null || priTmplId.isBlank()) {
            throw new IllegalArgumentException("a template needs a pri_tmpl_id");
        }
        if (type != ONE_TIME && type != LONG_TERM) {
            throw new IllegalArgumentException("the type of a template is 2 (one message for each accept) or 3 (long-term)");
        }
        title = title == null ? "" : title;
        example = example == null ? "" : example;
        keywordEnumValueList = keywordEnumValueList == null ? List.of() : List.copyOf(keywordEnumValueList);
        if (content == null || keys(content).isEmpty()) {
            throw new IllegalArgumentException("the content of a template has keys such as {{thing1.DATA}}");
        }
    }

    /** A template without an example and without listed values. */
    public static SubscribeTemplate of(String priTmplId, int type, String title, String content) {
        return new SubscribeTemplate(priTmplId, title, content, "", type, List.of());
    }

    /** The keys of a message, in the order of the content. */
    Set<String> keys() {
        return keys(content);
    }

    /** @return null if the key is not limited to listed values */
    List<String> valuesOf(String key) {
        return keywordEnumValueList.stream().filter(one -> one.keywordCode.equals(key + ".DATA")).findFirst()
                .map(EnumValues::enumValueList).orElse(null);
    }

    private static Set<String> keys(String content) {
        Set<String> keys = new LinkedHashSet<>();
        Matcher matcher = KEY.matcher(content);
        while (matcher.find()) {
            keys.add(matcher.group(1));
        }
        return keys;
    }
}
