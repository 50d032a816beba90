namespace Fuyao.Registry.Generation;

/// <summary>Draws of one seeded sequence.</summary>
internal sealed class Dice(int seed)
{
    public Random Random { get; } = new(seed);

    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>A whole number of the closed interval.</summary>
    public int Between(int from, int to) => Random.Next(from, to + 1);

    public T One<T>(params ReadOnlySpan<T> of) => of[Random.Next(of.Length)];

    /// <summary>An index with the given weights.</summary>
    public int Weighted(params ReadOnlySpan<double> weights)
    {
        var total = 0d;
        foreach (var weight in weights)
        {
            total += weight;
        }

        var at = Random.NextDouble() * total;
        for (var i = 0; i < weights.Length; i++)
        {
            if ((at -= weights[i]) < 0)
            {
                return i;
            }
        }

        return weights.Length - 1;
    }

    /// <summary>Log-normal: the median and the spread of the logarithm.</summary>
    public double LogNormal(double median, double spread)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - Random.NextDouble())) * Math.Cos(2 * Math.PI * Random.NextDouble());
        return median * Math.Exp(spread * normal);
    }

    public DateOnly Day(DateOnly from, DateOnly to) => from.AddDays(Random.Next(to.DayNumber - from.DayNumber + 1));
}
