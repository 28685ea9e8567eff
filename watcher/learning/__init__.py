"""From labelled sentences to a model. The only room that imports scikit-learn."""
