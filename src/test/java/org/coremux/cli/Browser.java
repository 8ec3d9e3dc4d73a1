package org.coremux.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Chromium without a window, told what to do by its DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Pattern ADDRESS = Pattern.compile("ws://\\S+");

  /** After which a browser that says nothing is given up. Unit: s. */
  private static final long PATIENCE_S = 120;

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private String session = "";
  private int asked;
  private boolean isLoaded;

  private Browser(Process process, Path profile, URI address) {
    this.process = process;
    this.profile = profile;
    socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Ears()).join();
  }

  /** The program, where there is one. */
  static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts one. */
  static Browser open(Path program) throws IOException {
    Path profile = Files.createTempDirectory("coremux-browser");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        Browser browser = new Browser(process, profile, URI.create(address.group()));
        Thread rest = new Thread(() -> said.lines().forEach(more -> {}));
        rest.setDaemon(true);
        rest.start();
        browser.attach();
        return browser;
      }
    }
    throw new IOException("the browser ended before it could be told anything");
  }

  private void attach() {
    String target =
        send("Target.createTarget", Map.of("url", "about:blank")).at("/targetId").asText();
    session =
        send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .at("/sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", Map.of());
    }
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 1200, "height", 900, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Shows a page, and waits until it is loaded. */
  void show(Path page) {
    complaints.clear();
    requests.clear();
    isLoaded = false;
    send("Page.navigate", Map.of("url", page.toUri().toString()));
    while (!isLoaded) {
      take(next());
    }
  }

  /** The value of an expression, of a promise what it comes to. */
  JsonNode evaluate(String expression) {
    JsonNode answer =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.get("exceptionDetails").toString());
    }
    return answer.at("/result/value");
  }

  /** Presses a key. */
  void press(String key) {
    Map<String, Integer> codes = Map.of("Tab", 9, "Enter", 13);
    int code = codes.getOrDefault(key, 0);
    for (String type : List.of("rawKeyDown", "keyUp")) {
      send(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
    }
  }

  /** What the page, or the browser about it, complained of. */
  List<String> complaints() {
    return complaints;
  }

  /** What was loaded beside the page itself and what is within it. */
  List<String> requests() {
    return requests;
  }

  private JsonNode send(String method, Map<String, Object> parameters) {
    int id = ++asked;
    ObjectNode message = MAPPER.createObjectNode().put("id", id).put("method", method);
    message.set("params", MAPPER.valueToTree(parameters));
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(message.toString(), true).join();
    while (true) {
      JsonNode said = next();
      if (said.path("id").asInt() == id) {
        if (said.has("error")) {
          throw new IllegalStateException(method + ": " + said.get("error"));
        }
        return said.get("result");
      }
      take(said);
    }
  }

  private JsonNode next() {
    try {
      JsonNode said = heard.poll(PATIENCE_S, TimeUnit.SECONDS);
      if (said == null) {
        throw new IllegalStateException("the browser says nothing any more");
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void take(JsonNode event) {
    JsonNode params = event.path("params");
    switch (event.path("method").asText()) {
      case "Page.loadEventFired" -> isLoaded = true;
      case "Runtime.exceptionThrown", "Log.entryAdded" -> complaints.add(params.toString());
      case "Runtime.consoleAPICalled" -> complaints.add(params.toString());
      case "Page.javascriptDialogOpening" -> complaints.add("a dialogue: " + params);
      case "Network.requestWillBeSent" -> {
        String url = params.at("/request/url").asText();
        if (!url.startsWith("data:") && !params.path("type").asText().equals("Document")) {
          requests.add(url);
        }
      }
      default -> {}
    }
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  /** Puts together what comes in pieces. */
  private final class Ears implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean isLast) {
      text.append(piece);
      if (isLast) {
        try {
          heard.add(MAPPER.readTree(text.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
