package org.slimgraph.session;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slimgraph.graph.GraphElement;
import org.slimgraph.graph.Output;
import org.slimgraph.tensor.Tensor;

/**
 * What a run is asked for, in the form of the answer: TF's nested fetches, with types. {@link
 * Session#run(Fetch, Feeds)} gives a list for a list, a map with the same keys for a map, and
 * whatever {@link #and} and {@link #then} make of it, such as a record. What stands at several
 * places is computed once. Immutable.
 *
 * @param <T> the type of the answer
 */
public final class Fetch<T> {
  private final ImmutableList<Request> requests;
  private final Function<List<Optional<Tensor>>, T> form;

  /** Finds what to fetch in the graph of a session. */
  private interface Request {
    GraphElement in(Session session);
  }

  /** {@code form} takes one entry for each request: a value, or nothing for an operation. */
  private Fetch(List<Request> requests, Function<List<Optional<Tensor>>, T> form) {
    this.requests = ImmutableList.copyOf(requests);
    this.form = form;
  }

  /** Returns the fetch of the value of {@code output}. */
  public static Fetch<Tensor> of(Output output) {
    return new Fetch<>(List.of(session -> output), values -> values.get(0).orElseThrow());
  }

  /** Returns the fetch that runs {@code element}, an operation or what stands for one. */
  public static Fetch<Optional<Tensor>> running(GraphElement element) {
    return new Fetch<>(List.of(session -> element.operation()), values -> values.get(0));
  }

  /**
   * Returns the fetch of what has this name: {@code "a:0"} has a value, {@code "a"} is an operation
   * that runs and gives nothing.
   */
  public static Fetch<Optional<Tensor>> named(String name) {
    return new Fetch<>(List.of(session -> session.element(name)), values -> values.get(0));
  }

  /** Returns the fetch of a list, in its order; of an empty one for none. */
  public static <T> Fetch<List<T>> list(List<Fetch<T>> parts) {
    List<Fetch<T>> all = ImmutableList.copyOf(parts);
    return new Fetch<>(
        all.stream().flatMap(part -> part.requests.stream()).toList(),
        values -> {
          List<T> results = new ArrayList<>(all.size());
          int from = 0;
          for (Fetch<T> part : all) {
            int to = from + part.requests.size();
            results.add(part.form.apply(values.subList(from, to)));
            from = to;
          }
          return ImmutableList.copyOf(results);
        });
  }

  /** Returns the fetch of a list of values. */
  public static Fetch<List<Tensor>> list(Output... outputs) {
    return list(ImmutableList.copyOf(outputs).stream().map(Fetch::of).toList());
  }

  /** Returns the fetch of a map with the keys of {@code parts}, in their order. */
  public static <K, T> Fetch<Map<K, T>> map(Map<K, Fetch<T>> parts) {
    ImmutableMap<K, Fetch<T>> all = ImmutableMap.copyOf(parts);
    return list(all.values().asList())
        .then(
            results -> {
              ImmutableMap.Builder<K, T> map = ImmutableMap.builder();
              int i = 0;
              for (K key : all.keySet()) {
                map.put(key, results.get(i++));
              }
              return map.buildOrThrow();
            });
  }

  /** Returns the fetch of this and {@code other}, put together by {@code join}. */
  public <U, R> Fetch<R> and(Fetch<U> other, BiFunction<? super T, ? super U, R> join) {
    int own = requests.size();
    return new Fetch<>(
        ImmutableList.<Request>builder().addAll(requests).addAll(other.requests).build(),
        values ->
            join.apply(
                form.apply(values.subList(0, own)),
                other.form.apply(values.subList(own, values.size()))));
  }

  /** Returns the fetch that gives {@code change} of what this gives. */
  public <R> Fetch<R> then(Function<? super T, R> change) {
    return new Fetch<>(requests, values -> change.apply(form.apply(values)));
  }

  /** Runs what is asked for, each output and operation once, and gives the answer its form. */
  T run(Session session, Feeds feeds) {
    Map<GraphElement, Optional<Tensor>> answers = new LinkedHashMap<>();
    List<GraphElement> elements = requests.stream().map(r -> r.in(session)).toList();
    elements.forEach(element -> answers.put(element, Optional.empty()));
    session.answer(answers, feeds);
    return form.apply(elements.stream().map(answers::get).toList());
  }
}
