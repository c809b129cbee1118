package io.minipush.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.api.impl.WxMaServiceImpl;
import cn.binarywang.wx.miniapp.config.impl.WxMaDefaultConfigImpl;
import io.minipush.web.RunningGateway;

/** The real, unmodified WxJava, told nothing but another host and a key of the gateway in place of the secret. */
final class WxJava {

    static final String KEY = "gateway-key-1";

    private WxJava() {
    }

    static WxMaService at(RunningGateway gateway, boolean stableToken) {
        return at(gateway, KEY, stableToken);
    }

    static WxMaService at(RunningGateway gateway, String key, boolean stableToken) {
        WxMaDefaultConfigImpl config = new WxMaDefaultConfigImpl();
        config.setAppid(RunningGateway.APP);
        config.setSecret(key);
        config.setApiHostUrl(gateway.api("").toString());
        config.useStableAccessToken(stableToken);
        WxMaService service = new WxMaServiceImpl();
        service.setWxMaConfig(config);
        return service;
    }

    /**
     * The last version with template messages, in a process of its own.
     *
     * @param formIds one for each message; {@code -} for none
     * @return the errcode of each
     */
    static List<Integer> oldProgram(RunningGateway gateway, String openid, String... formIds) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dfile.encoding=UTF-8",
                "-cp", Path.of("target", "wxjava-3.5.0", "*").toString(), Path.of("src", "test", "wxjava-3.5.0", "OldProgram.java").toString(),
                "127.0.0.1", Integer.toString(gateway.gateway().apiPort()), RunningGateway.APP, KEY, openid));
        command.addAll(List.of(formIds));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said.lines().filter(line -> line.matches("-?\\d+")).map(Integer::valueOf).toList();
    }
}
