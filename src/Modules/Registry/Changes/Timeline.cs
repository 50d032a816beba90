using Fuyao.Registry.Model;

namespace Fuyao.Registry.Changes;

/// <summary>What one statement does to the versions of one subject.</summary>
/// <param name="Closed">Versions that no longer count from this change on.</param>
/// <param name="Opened">Versions that count from this change on: the statement itself and what it left untouched of the closed ones.</param>
internal readonly record struct TimelineStep<T>(IReadOnlyList<T> Closed, IReadOnlyList<T> Opened);

/// <summary>
/// The bitemporal write: to state something for a span of days, every version that overlaps the span is closed, the parts of it
/// before and after are opened again, and the statement is opened for the span. Nothing is ever overwritten or deleted.
/// </summary>
internal static class Timeline
{
    /// <param name="open">The subject's versions that count now.</param>
    /// <param name="span">The days that the statement is about.</param>
    /// <param name="stated">Makes the stated version; null states that there is nothing in the span (a member has left).</param>
    /// <param name="again">Makes a copy of a version for a part of its days.</param>
    public static TimelineStep<T> State<T>(IEnumerable<T> open, Span span, Func<Span, T>? stated, Func<T, Span, T> again)
        where T : IVersion
    {
        if (span.IsEmpty)
        {
            throw new ArgumentException($"Nothing can be stated for {span}: it holds no day.", nameof(span));
        }

        List<T> closed = [];
        List<T> opened = [];
        foreach (var version in open)
        {
            var held = new Span(version.ValidFrom, version.ValidTo);
            if (held.Intersect(span).IsEmpty)
            {
                continue;
            }

            closed.Add(version);
            Again(version, new Span(held.From, span.From));
            Again(version, new Span(span.To, held.To));
        }

        if (stated is not null)
        {
            opened.Add(stated(span));
        }

        return new TimelineStep<T>(closed, opened);

        void Again(T version, Span part)
        {
            if (!part.IsEmpty)
            {
                opened.Add(again(version, part));
            }
        }
    }

    /// <summary>The days from <paramref name="day"/> until another known statement begins: what a dated change is about.</summary>
    public static Span From<T>(IEnumerable<T> open, DateOnly day)
        where T : IVersion
    {
        var to = Span.Forever;
        foreach (var version in open)
        {
            var end = version.ValidFrom > day ? version.ValidFrom : version.ValidTo > day ? version.ValidTo : Span.Forever;
            to = end < to ? end : to;
        }

        return new Span(day, to);
    }
}
