namespace Fuyao.Feel.Values;

/// <summary>One running evaluation: its limits, its clock and the problems met on the way.</summary>
internal sealed class FeelCall(FeelOptions options)
{
    private List<FeelProblem>? _problems;
    private int _steps;

    public FeelOptions Options => options;
    public bool Strict => options.Mode == FeelMode.Strict;
    public int Depth;
    public IReadOnlyList<FeelProblem> Problems => (IReadOnlyList<FeelProblem>?)_problems ?? [];
    public bool Exhausted { get; private set; }

    /// <summary>Counts work; false when the limit is reached and the evaluation must end with null.</summary>
    public bool Step(int count = 1)
    {
        if ((_steps += count) <= options.Limits.Steps && _steps >= 0)
            return true;
        if (!Exhausted)
        {
            Exhausted = true;
            Report("step-limit", default, $"计算超过 {options.Limits.Steps} 步，已中止", $"The evaluation was stopped after {options.Limits.Steps} steps.");
        }
        return false;
    }

    public bool Fits(long items)
    {
        if (items <= options.Limits.Items)
            return true;
        Report("size-limit", default, $"结果超过 {options.Limits.Items} 项", $"The result has more than {options.Limits.Items} items.");
        return false;
    }

    public void Report(string code, FeelPosition position, string zh, string en)
    {
        if ((_problems ??= []).Count < 20)
            _problems.Add(new(code, FeelSeverity.Error, position, zh, en));
    }
}
