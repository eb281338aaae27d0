// SPDX-License-Identifier: GPL-3.0-or-later
//
// java StartTls.java verify|trust-all AUTHORITY EHLO-NAME
//
// SMTP up to a handshake by JSSE, as Java mail programs do it. Each line of standard input names a server:
// DOMAIN HOST ADDRESS. Each line of standard output: DOMAIN, outcome, stage, words; between them tabs.
// trust-all does as JavaMail's MailSSLSocketFactory: a plain X509TrustManager that objects to nothing.
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

public class StartTls {
  static final int PATIENCE_MS = 30000;
  static boolean verify;
  static String name;
  static SSLContext context;

  public static void main(String[] arguments) throws Exception {
    verify = arguments[0].equals("verify");
    name = arguments[2];
    context = SSLContext.getInstance("TLS");
    context.init(null, verify ? authorities(arguments[1]) : new TrustManager[] {new TrustAll()}, null);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<String>> answers = new ArrayList<>();
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] words = line.split(" ");
      answers.add(pool.submit(() -> words[0] + "\t" + ask(words[1], words[2])));
    }
    for (Future<String> answer : answers) {
      System.out.println(answer.get());
    }
    pool.shutdown();
  }

  static TrustManager[] authorities(String file) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = new FileInputStream(file)) {
      store.setCertificateEntry("lab", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  static class TrustAll implements X509TrustManager {
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  static String ask(String host, String address) {
    String stage = "connect";
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, 25), PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      stage = "greeting";
      expect(socket, "220");
      stage = "ehlo";
      say(socket, "EHLO " + name);
      if (!expect(socket, "250").contains("STARTTLS")) {
        return "handshake_failed\tnot_offered\tSTARTTLS is not offered";
      }
      stage = "starttls";
      say(socket, "STARTTLS");
      expect(socket, "220");
      stage = "handshake";
      return handshake(socket, host);
    } catch (Exception error) {
      return "handshake_failed\t" + stage + "\t" + chain(error);
    }
  }

  static String handshake(Socket socket, String host) throws IOException {
    try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, 25, true)) {
      if (verify) {
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
      }
      tls.startHandshake();
      return (verify ? "tls_auth" : "tls_unauth") + "\t\t" + tls.getSession().getProtocol() + " "
          + tls.getSession().getCipherSuite();
    }
  }

  static void say(Socket socket, String line) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  // A reply of at most 10,000 bytes, byte by byte: what comes behind it belongs to TLS.
  static String expect(Socket socket, String code) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder reply = new StringBuilder();
    int line = 0;
    while (reply.length() < 10000) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("closed");
      }
      reply.append((char) octet);
      if (octet == '\n') {
        boolean last = reply.length() - line < 4 || reply.charAt(line + 3) != '-';
        line = reply.length();
        if (last) {
          break;
        }
      }
    }
    if (!reply.toString().startsWith(code)) {
      throw new IOException("said: " + reply.toString().trim());
    }
    return reply.toString();
  }

  static String chain(Throwable error) {
    StringBuilder words = new StringBuilder();
    for (Throwable at = error; at != null; at = at.getCause()) {
      words.append(words.length() == 0 ? "" : " | ").append(at);
    }
    return words.toString().replaceAll("\\s+", " ");
  }
}
