namespace Fuyao.Policy.Contracts;

/// <summary>What one table of persons says about poverty and inequality. Shares and indices are percentages.</summary>
/// <param name="Line">The poverty line that was used, in the unit of the incomes.</param>
/// <param name="Headcount">FGT0: weight of those whose income is below the line ÷ weight of all.</param>
/// <param name="Gap">FGT1: mean of (line − income) ÷ line, nothing for those who are not poor.</param>
/// <param name="Severity">FGT2: mean of the square of the same.</param>
/// <param name="Gini">(2·Σ w·x·cumw − Σ w²·x) ÷ (Σw · Σ w·x) − 1; null when all incomes sum to nothing.</param>
/// <param name="S80s20">Income above the eightieth percentile ÷ income at or below the twentieth, a ratio; null when the latter is nothing.</param>
/// <param name="RelativeMedianGap">(line − median income of the poor) ÷ line; null when nobody is poor.</param>
public sealed record PovertyFigures(double Line, double Headcount, double Gap, double Severity, double? Gini, double? S80s20, double? RelativeMedianGap);

/// <summary>
/// Weighted measures of poverty and inequality. A quantile is the first income whose cumulative share of weight exceeds <c>p</c>,
/// as Eurostat defines it; poor is an income strictly below the line.
/// </summary>
public sealed class PovertyMeasures
{
    private readonly double[] _income;
    private readonly double[] _weight;

    /// <param name="persons">Income and weight of each person.</param>
    /// <exception cref="ArgumentException">Nobody, or a weight that is negative, not a number, or all of them nothing.</exception>
    public PovertyMeasures(IEnumerable<(double Income, double Weight)> persons)
    {
        (double Income, double Weight)[] all = [.. persons.Where(p => p.Weight != 0)];
        if (all.Length == 0 || all.Any(p => !(p.Weight > 0) || !double.IsFinite(p.Weight) || !double.IsFinite(p.Income)))
        {
            throw new ArgumentException("Incomes and weights must be finite, weights not negative and not all nothing.", nameof(persons));
        }

        _income = [.. all.Select(p => p.Income)];
        _weight = [.. all.Select(p => p.Weight)];
        Array.Sort(_income, _weight);
    }

    /// <summary>Takes the arrays over and sorts them: for populations, whose weights are known to be good.</summary>
    internal PovertyMeasures(double[] income, double[] weight)
    {
        (_income, _weight) = (income, weight);
        Array.Sort(_income, _weight);
    }

    /// <summary>
    /// The Lorenz curve: the share of all income (0 to 1) that the poorest 0, 1/n, 2/n … 1 of the weight have; straight between two persons.
    /// </summary>
    /// <returns><paramref name="steps"/> + 1 shares; null when all incomes sum to nothing.</returns>
    public double[]? Lorenz(int steps)
    {
        double weight = 0, income = 0;
        for (var i = 0; i < _income.Length; i++)
        {
            weight += _weight[i];
            income += _weight[i] * _income[i];
        }

        if (income == 0)
        {
            return null;
        }

        var shares = new double[steps + 1];
        double passed = 0, sum = 0;
        var at = 0;
        for (var step = 1; step < steps; step++)
        {
            var until = weight * step / steps;
            while (at < _income.Length && passed + _weight[at] <= until)
            {
                passed += _weight[at];
                sum += _weight[at] * _income[at];
                at++;
            }

            shares[step] = (sum + (at < _income.Length ? (until - passed) * _income[at] : 0)) / income;
        }

        shares[steps] = 1;
        return shares;
    }

    /// <summary>The weighted quantile: the first income whose cumulative share of weight exceeds <paramref name="p"/>.</summary>
    /// <param name="p">At least 0, below 1.</param>
    public double Quantile(double p) => Quantile(_income, _weight, p);

    /// <summary>Income of all ÷ weight of all.</summary>
    public double Mean
    {
        get
        {
            double weight = 0, income = 0;
            for (var i = 0; i < _income.Length; i++)
            {
                weight += _weight[i];
                income += _weight[i] * _income[i];
            }

            return income / weight;
        }
    }

    /// <param name="line">Above nothing, in the unit of the incomes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A line that is not above nothing: gap and severity are shares of it.</exception>
    public PovertyFigures At(double line)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(line);
        double weight = 0, income = 0, poor = 0, gap = 0, severity = 0, ranked = 0, squares = 0;
        for (var i = 0; i < _income.Length; i++)
        {
            var (x, w) = (_income[i], _weight[i]);
            weight += w;
            income += w * x;
            ranked += w * x * weight;
            squares += w * w * x;
            if (x < line)
            {
                var shortfall = (line - x) / line;
                poor += w;
                gap += w * shortfall;
                severity += w * shortfall * shortfall;
            }
        }

        return new PovertyFigures(
            line, 100 * poor / weight, 100 * gap / weight, 100 * severity / weight,
            income == 0 ? null : 100 * (((2 * ranked) - squares) / (weight * income) - 1),
            S80S20(), RelativeMedianGap(line));
    }

    private double? S80S20()
    {
        var (low, high) = (Quantile(0.2), Quantile(0.8));
        double bottom = 0, top = 0;
        for (var i = 0; i < _income.Length; i++)
        {
            bottom += _income[i] <= low ? _weight[i] * _income[i] : 0;
            top += _income[i] > high ? _weight[i] * _income[i] : 0;
        }

        return bottom == 0 ? null : top / bottom;
    }

    private double? RelativeMedianGap(double line)
    {
        var poor = Array.FindIndex(_income, x => x >= line) is var at && at < 0 ? _income.Length : at;
        return poor == 0 ? null : 100 * (line - Quantile(_income.AsSpan(0, poor), _weight.AsSpan(0, poor), 0.5)) / line;
    }

    private static double Quantile(ReadOnlySpan<double> income, ReadOnlySpan<double> weight, double p)
    {
        double total = 0, sum = 0;
        foreach (var w in weight)
        {
            total += w;
        }

        for (var i = 0; i < income.Length; i++)
        {
            sum += weight[i];
            if (sum > p * total)
            {
                return income[i];
            }
        }

        return income[^1];
    }
}
