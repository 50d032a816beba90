using System.Runtime.CompilerServices;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Interpreter;

/// <summary>A node of the typed tree. It evaluates itself; other back-ends read its public parts.</summary>
internal abstract class Node(FeelType type, Source source)
{
    public FeelType Type { get; } = type;
    public Source Source { get; } = source;

    protected abstract FeelValue Run(Frame frame);

    /// <summary>What the trace says about this node; null for what explains nothing, such as a literal.</summary>
    protected virtual FeelTraceKind? TraceAs => null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FeelValue Evaluate(Frame frame) => frame.Trace is null ? Run(frame) : Traced(frame, frame.Trace);

    protected virtual FeelValue Traced(Frame frame, FeelTrace trace)
    {
        if (TraceAs is not { } kind)
            return Run(frame);
        trace.Enter();
        var value = Run(frame);
        trace.Leave(kind, Source.ToString(), value);
        return value;
    }

    /// <summary>Standard semantics: what cannot be computed is null, and the reason is kept.</summary>
    protected FeelValue Fail(Frame frame, string code, string zh, string en)
    {
        frame.Call.Report(code, Source.Position, $"{zh}：{Source}", $"{en}: {Source}");
        return default;
    }
}

/// <summary>A stretch of a source text.</summary>
internal sealed class Source(string text, int start, int end)
{
    private string? _shown;

    public string Text => text;
    public int Start => start;
    public int End => end;
    public FeelPosition Position => Problems.At(text, start, end);

    /// <summary>What is written there. Every explanation repeats it, so it is cut out once.</summary>
    public override string ToString() => _shown ??= text[Math.Min(start, text.Length)..Math.Clamp(end, start, text.Length)].Trim();
}
