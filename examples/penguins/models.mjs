// The three kinds of model behind one face: `candidates` to try, `learn`, `predict`, and JSON that goes to disk and back.
import KNN from 'ml-knn';
import LogisticRegression from 'ml-logistic-regression';
import { Matrix } from 'ml-matrix';
import { RandomForestClassifier } from 'ml-random-forest';
import { toFeatures } from './measurements.mjs';

const kinds = {
  forest: {
    candidates: [20, 40].flatMap(nEstimators => [2, 3, 4].map(maxFeatures => ({ nEstimators, maxFeatures }))),
    learn: (features, labels, settings, seed) => {
      const model = new RandomForestClassifier({ ...settings, seed, replacement: false, noOOB: true });
      model.train(features, labels);
      return model;
    },
    load: json => RandomForestClassifier.load(json),
    predict: (model, features) => model.predict(features),
  },
  knn: {
    candidates: [1, 3, 5, 7, 9, 11, 15, 21].map(k => ({ k })),
    learn: (features, labels, settings) => new KNN(features, labels, settings),
    load: json => KNN.load(json),
    predict: (model, features) => model.predict(features),
  },
  logistic: {
    candidates: [1e-4, 1e-3, 1e-2].flatMap(learningRate => [200, 1000].map(numSteps => ({ learningRate, numSteps }))),
    learn: (features, labels, settings) => {
      const model = new LogisticRegression(settings);
      model.train(new Matrix(withIntercept(features)), Matrix.columnVector(labels));
      return model;
    },
    load: json => LogisticRegression.load(json),
    predict: (model, features) => model.predict(new Matrix(withIntercept(features))),
  },
};

/** The names of the kinds of model. */
export const kindNames = Object.keys(kinds);

/** The settings that are worth a try for a kind of model. */
export function candidates(kind) {
  return kinds[kind].candidates;
}

/** Learns from `rows`: a model that knows how to scale what it reads, and its classes. */
export function learn(kind, rows, settings, seed) {
  const features = toFeatures(rows);
  const scale = scaleOf(features);
  const classes = [...new Set(rows.map(row => row.species))].sort();
  const labels = rows.map(row => classes.indexOf(row.species));
  return {
    kind,
    settings,
    scale,
    classes,
    model: kinds[kind].learn(applyScale(features, scale), labels, settings, seed),
  };
}

/** The species that the model sees in each of `rows`. */
export function predict(fitted, rows) {
  const features = applyScale(toFeatures(rows), fitted.scale);
  return kinds[fitted.kind].predict(fitted.model, features).map(label => fitted.classes[label]);
}

/** The share of `rows` whose species the model names rightly. */
export function accuracy(fitted, rows) {
  const predicted = predict(fitted, rows);
  return rows.filter((row, index) => row.species === predicted[index]).length / rows.length;
}

/** The model again from what `JSON.stringify` made of it. */
export function load(json) {
  return { ...json, model: kinds[json.kind].load(json.model) };
}

// The scale comes from the rows that are learned from, never from those that are tested: those are not known yet.
function scaleOf(features) {
  return features[0].map((_, column) => {
    const values = features.map(row => row[column]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(variance) };
  });
}

function applyScale(features, scale) {
  return features.map(row => row.map((value, column) => (value - scale[column].mean) / scale[column].deviation));
}

function withIntercept(features) {
  return features.map(row => [1, ...row]);
}
