// SPDX-License-Identifier: GPL-3.0-or-later
// Lucene as its users run it, for compare.py: one thread adds documents with
// IndexWriter's defaults and EnglishAnalyzer; a query is the OR of its words
// under BM25, the first ten with their stored fields.
//
//   LucenePeer index PASSAGES DB
//   LucenePeer ask DB QUERIES ROUNDS THREADS
//   LucenePeer once DB QUERY
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.FSDirectory;

public class LucenePeer {
  static final int HITS = 10;
  // Until the compiler has seen all that it will compile.
  static final int WARM_UP_ROUNDS = 10;
  static final EnglishAnalyzer ANALYZER = new EnglishAnalyzer();

  // The strings of one flat JSON object, in order: names and values in turn.
  static List<String> strings(String json) {
    List<String> out = new ArrayList<>();
    StringBuilder word = null;
    for (int i = 0; i < json.length(); ++i) {
      char c = json.charAt(i);
      if (c == '"') {
        if (word != null) {
          out.add(word.toString());
          word = null;
        } else {
          word = new StringBuilder();
        }
      } else if (word != null && c == '\\') {
        c = json.charAt(++i);
        if (c == 'u') {
          word.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
          i += 4;
        } else {
          int place = "nrtbf".indexOf(c);
          word.append(place < 0 ? c : "\n\r\t\b\f".charAt(place));
        }
      } else if (word != null) {
        word.append(c);
      }
    }
    return out;
  }

  static String field(List<String> strings, String name) {
    for (int i = 0; i + 1 < strings.size(); i += 2) {
      if (strings.get(i).equals(name)) return strings.get(i + 1);
    }
    throw new IllegalArgumentException("a line without " + name);
  }

  // The words of the title are found in the body too, as in the other engines.
  static Document document(String line) {
    List<String> passage = strings(line);
    String title = field(passage, "title");
    String text = field(passage, "text");
    Document document = new Document();
    document.add(new StringField("id", field(passage, "_id"), Field.Store.YES));
    document.add(new TextField("title", title, Field.Store.YES));
    document.add(new TextField("body", title + "\n" + text, Field.Store.NO));
    document.add(new StoredField("text", text));
    return document;
  }

  static void index(String passages, String db) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(ANALYZER);
    try (FSDirectory directory = FSDirectory.open(Path.of(db));
        IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader in = Files.newBufferedReader(Path.of(passages))) {
      for (String line; (line = in.readLine()) != null; ) {
        writer.addDocument(document(line));
      }
      writer.commit();
      System.out.println(writer.getDocStats().numDocs);
    }
  }

  static IndexSearcher searcher(DirectoryReader reader) {
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setSimilarity(new BM25Similarity());
    return searcher;
  }

  static void once(String db, String query) throws Exception {
    try (DirectoryReader reader =
        DirectoryReader.open(FSDirectory.open(Path.of(db)))) {
      System.out.println(ask(searcher(reader), query));
    }
  }

  static int ask(IndexSearcher searcher, String query) throws Exception {
    QueryParser parser = new QueryParser("body", ANALYZER);
    int hits = 0;
    for (ScoreDoc hit :
        searcher.search(parser.parse(QueryParser.escape(query)), HITS).scoreDocs) {
      Document document = searcher.doc(hit.doc);
      if (document.get("text") != null && document.get("title") != null) ++hits;
    }
    return hits;
  }

  static int askAll(
      IndexSearcher searcher, List<String> queries, int first, int step)
      throws Exception {
    int hits = 0;
    for (int i = first; i < queries.size(); i += step) {
      hits += ask(searcher, queries.get(i));
    }
    return hits;
  }

  static double median(double[] values) {
    Arrays.sort(values);
    return values[(values.length + 1) / 2 - 1];
  }

  static double perSecond(
      IndexSearcher searcher, List<String> queries, int rounds, int threads)
      throws Exception {
    List<Thread> running = new ArrayList<>();
    List<Exception> failures = new ArrayList<>();
    long started = System.nanoTime();
    for (int t = 0; t < threads; ++t) {
      int first = t;
      Thread thread =
          new Thread(
              () -> {
                try {
                  for (int r = 0; r < rounds; ++r) {
                    askAll(searcher, queries, first, threads);
                  }
                } catch (Exception e) {
                  synchronized (failures) {
                    failures.add(e);
                  }
                }
              });
      thread.start();
      running.add(thread);
    }
    for (Thread thread : running) thread.join();
    if (!failures.isEmpty()) throw failures.get(0);
    return queries.size() * (double) rounds * 1e9
        / (System.nanoTime() - started);
  }

  static void askFile(String db, String path, int rounds, int threads)
      throws Exception {
    List<String> queries = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(path))) {
      queries.add(field(strings(line), "text"));
    }
    try (DirectoryReader reader =
        DirectoryReader.open(FSDirectory.open(Path.of(db)))) {
      IndexSearcher searcher = searcher(reader);
      for (int r = 0; r < WARM_UP_ROUNDS; ++r) askAll(searcher, queries, 0, 1);
      int hits = askAll(searcher, queries, 0, 1);
      double[][] taken = new double[queries.size()][rounds];
      for (int r = 0; r < rounds; ++r) {
        for (int i = 0; i < queries.size(); ++i) {
          long started = System.nanoTime();
          ask(searcher, queries.get(i));
          taken[i][r] = (System.nanoTime() - started) / 1e6;
        }
      }
      StringJoiner ms = new StringJoiner(",", "[", "]");
      for (double[] values : taken) ms.add(Double.toString(median(values)));
      System.out.printf(
          "{\"ms\":%s,\"per_second\":%s,\"hits\":%d}%n", ms,
          perSecond(searcher, queries, rounds, threads), hits);
    }
  }

  public static void main(String[] words) throws Exception {
    if (words.length == 3 && words[0].equals("index")) {
      index(words[1], words[2]);
    } else if (words.length == 5 && words[0].equals("ask")) {
      askFile(words[1], words[2], Integer.parseInt(words[3]),
          Integer.parseInt(words[4]));
    } else if (words.length == 3 && words[0].equals("once")) {
      once(words[1], words[2]);
    } else {
      System.err.println("LucenePeer index|ask|once ...: see its source");
      System.exit(2);
    }
  }
}
