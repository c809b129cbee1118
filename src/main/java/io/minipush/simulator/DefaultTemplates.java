package io.minipush.simulator;

import java.util.List;

/** The subscribe templates that every app of the simulator has until others are set. */
public final class DefaultTemplates {
    /** One message for each accept: {@code thing1}, {@code time2}, {@code thing3}. */
    public static final String PICKUP = "Pickup0-one-time-0123456789abcdefghijklmnop";
    /** One message for each accept: {@code character_string1}, {@code amount2}, {@code date3}, {@code phrase4}. */
    public static final String ORDER = "Order00-one-time-0123456789abcdefghijklmnop";
    /** One message for each accept: {@code thing1}, {@code enum2}, which is 客厅 or 餐厅. */
    public static final String ROOM = "Room000-one-time-0123456789abcdefghijklmnop";
    /** Long-term: {@code thing1}, {@code time2}. */
    public static final String CLINIC = "Clinic0-long-term-0123456789abcdefghijklmno";

    /** All of them. */
    public static final List<SubscribeTemplate> ALL = List.of(
            new SubscribeTemplate(PICKUP, "取餐提醒", "商品名称:{{thing1.DATA}}\n取餐时间:{{time2.DATA}}\n温馨提示:{{thing3.DATA}}\n",
                    "商品名称:拿铁\n取餐时间:15:01\n温馨提示:请到店取餐\n", SubscribeTemplate.ONE_TIME, List.of()),
            new SubscribeTemplate(ORDER, "订单发货通知",
                    "订单编号:{{character_string1.DATA}}\n订单金额:{{amount2.DATA}}\n发货日期:{{date3.DATA}}\n订单状态:{{phrase4.DATA}}\n",
                    "订单编号:2019100112\n订单金额:¥12.50\n发货日期:2019年10月1日\n订单状态:已发货\n", SubscribeTemplate.ONE_TIME, List.of()),
            new SubscribeTemplate(ROOM, "打扫完成通知", "打扫人:{{thing1.DATA}}\n房间:{{enum2.DATA}}\n",
                    "打扫人:小王\n房间:客厅\n", SubscribeTemplate.ONE_TIME,
                    List.of(new SubscribeTemplate.EnumValues("enum2.DATA", List.of("客厅", "餐厅")))),
            new SubscribeTemplate(CLINIC, "就诊提醒", "就诊科室:{{thing1.DATA}}\n就诊时间:{{time2.DATA}}\n",
                    "就诊科室:内科\n就诊时间:2019年10月1日 15:01\n", SubscribeTemplate.LONG_TERM, List.of()));

    private DefaultTemplates() {
    }
}
