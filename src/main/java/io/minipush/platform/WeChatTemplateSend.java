package io.minipush.platform;

/**
 * What WeChat's codes mean in an answer to {@code /cgi-bin/message/wxopen/template/send}. The same numbers mean other things
 * on other platforms and other calls.
 */
final class WeChatTemplateSend {

    private WeChatTemplateSend() {
    }

    static AnswerClass meaning(int errcode) {
        return switch (errcode) {
            case 0 -> AnswerClass.SENT;
            case -1 -> AnswerClass.BUSY;
            case 41028 -> AnswerClass.CREDIT_INVALID;
            case 41029 -> AnswerClass.CREDIT_USED;
            case 41031 -> AnswerClass.CREDIT_BLOCKED;
            case 40001, 40014, 42001, 41001 -> AnswerClass.TOKEN;
            case 45011 -> AnswerClass.MINUTE_LIMIT;
            case 45009 -> AnswerClass.DAY_LIMIT;
            // 40003 is the user's, the others the message's fault; 43002 and 44002 would be ours.
            case 40003, 40033, 40037, 41030, 43002, 44002, 45012, 45013, 45014, 45168, 47001, 47002, 47003, 48011 -> AnswerClass.CONTENT;
            case 40013, 40125, 40164, 40243, 41032, 41034, 41035, 43104, 43107, 45102, 45501, 48001, 48004, 50004, 50007,
                    89501, 89502, 89503, 89504, 89505, 89506, 89507 -> AnswerClass.ACCOUNT;
            case 45103, 45109, 46101 -> AnswerClass.WITHDRAWN;
            default -> AnswerClass.UNKNOWN;
        };
    }
}
